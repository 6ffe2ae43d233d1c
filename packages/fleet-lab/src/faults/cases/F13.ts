import type { FaultCase } from '../FaultCase';
import { readConnection } from '../LabCluster';
import { readCrd } from './readCrd';

const NAME = 'buckets.source.toolkit.fluxcd.io';

/** The definition of a kind goes, and comes back. */
export const F13: FaultCase = {
  id: 'F13',
  title: 'CRD missing, added later',
  criterion:
    'Without a definition the kind is `absent`, its rows go, and nothing is an error; once it is installed the kind appears by itself.',
  sabotages: [
    {
      title: 'nobody looks again which kinds there are',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/fleet/KindWatcher.ts',
          find: "while ((await this.#reflector.run(signal)) === 'absent') {",
          replace: "if ((await this.#reflector.run(signal)) === 'absent') {",
        },
        {
          file: 'plugins/fluxcd-backend/src/fleet/DiscoverySchedule.ts',
          find: 'hint(): void {',
          replace: 'hint(): void {\n    if (this) return;',
        },
        {
          file: 'plugins/fluxcd-backend/src/fleet/DiscoverySchedule.ts',
          find: 'const ROUTINE_MS = 300_000;',
          replace: 'const ROUTINE_MS = 300_000_000;',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { sim, workload } = cluster;
    const crd = await readCrd(sim, NAME);
    await sim.control({ type: 'removeCrd', name: NAME });
    workload.forget('Bucket');
    await run.until('the kind is absent', async () => {
      const { state, kinds } = await readConnection(run.replica.api, cluster);
      const bucket = kinds.find(({ kind }) => kind === 'Bucket');
      return state === 'connected' && bucket?.state === 'absent';
    });
    await run.settle(cluster);
    await sim.control({ type: 'installCrd', crd });
    await workload.create(20, 'Bucket');
    await workload.change(10);
    await run.settle(cluster);
  },
};
