import type { KubeObject } from '@internal/kube-sim';
import type { FaultCase } from '../FaultCase';
import { readModel } from '../readModel';
import { readCrd } from './readCrd';

const NAME = 'kustomizations.kustomize.toolkit.fluxcd.io';

/** A kind moves from one version to another, as an upgrade of Flux does it. */
export const F14: FaultCase = {
  id: 'F14',
  title: 'Version of a kind changes while it is watched',
  criterion:
    'No row goes and comes meanwhile, no deletion is in the history, and the rows are the truth in every version.',
  sabotages: [
    {
      title: 'a kind is read in the version in which it was read first',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/fleet/ClusterWatcher.ts',
          find: '} else if (watched?.version !== version) {',
          replace: '} else if (!watched) {',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { sim, workload } = cluster;
    await workload.create(20, 'Kustomization');
    await run.settle(cluster);
    const { api } = run.replica;
    const isOne = ({ key }: { key: string }) => key.includes('/Kustomization/');
    const model = async () => (await readModel(api, cluster.id)).filter(isOne);
    const before = (await model()).map(({ uid }) => uid).sort();

    const crd = await readCrd(sim, NAME);
    const [current] = crd.spec.versions;
    const older = { ...current, name: 'v1beta2' };
    const version = (entry: typeof older, served: boolean, storage: boolean) =>
      ({ ...entry, served, storage } as const);
    const steps: KubeObject[] = [
      [version(current, true, true), version(older, true, false)],
      [version(current, false, true), version(older, true, false)],
      [version(current, true, true), version(older, true, false)],
      [version(current, true, true)],
    ].map(versions => ({ ...crd, spec: { ...crd.spec, versions } }));
    for (const step of steps) {
      await sim.control({ type: 'installCrd', crd: step });
      // As a server does for the versions of a definition that changed.
      cluster.proxy.watches.forEach(stream => stream.end());
      for (let look = 0; look < 20; look++) {
        const uids = (await model()).map(({ uid }) => uid).sort();
        run.check(uids.join() === before.join(), 'rows went or came');
        await run.sleep(100);
      }
      await workload.update(workload.objects);
      await run.settle(cluster);
    }
    const { items } = await api.listHistory({
      query: { cluster: cluster.id, limit: 200 },
    });
    const deletions = items.filter(({ type }) => type === 'deleted');
    run.check(deletions.length === 0, `${deletions.length} deletions`);
  },
};
