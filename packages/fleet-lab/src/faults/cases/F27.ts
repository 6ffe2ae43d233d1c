import type { FaultCase } from '../FaultCase';
import { keepChanging } from '../keepChanging';
import { only } from '../LabCluster';
import { OwnPostgres } from '../OwnPostgres';
import { startOnPostgres } from '../startOnPostgres';

/** Six seconds to live, as the lab sets it; one until the others look; and what a busy machine takes on top. */
const TAKEOVER_MS = 6_000 + 1_000 + 6_000;

/** Replicas lose power. */
export const F27: FaultCase = {
  id: 'F27',
  title: 'kill -9 in the middle of the work',
  criterion:
    'Another replica takes over when the time to live has passed, or the same one when it is back, with 0 lists; also from within a list nothing is lost.',
  ownReplicas: true,
  missing: OwnPostgres.missing,
  startLab: substitutions => startOnPostgres(2, substitutions),
  sabotages: [
    {
      title: 'where a kind stood is not written down with its rows',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/fleet/commitChanges.ts',
          find: 'await writeWatermarks(tx, all, now);',
          replace: '',
        },
      ],
    },
    {
      title: 'a dead replica keeps its clusters',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/fleet/lease/LeaseKeeper.ts',
          find: 'if (id === this.#replicaId || remaining <= 0) continue;',
          replace: 'if (id === this.#replicaId) continue;',
        },
      ],
    },
  ],
  async run(run) {
    const { lab } = run;
    const clusters = await run.clusters(4);
    const stop = keepChanging(run, clusters);
    try {
      await run.sleep(1_000 + 1_000 * run.random());
      clusters.forEach(({ proxy }) => proxy.takeRequests());
      const [dead, left] = lab.replicas;
      lab.forget(dead);
      await dead.kill();
      run.notes.takeoverMs = await run.until(
        'the other replica has taken over',
        async () => {
          const holders = await lab.knex('cluster_leases').pluck('holder');
          return (
            new Set(holders).size === 1 && left.log.includes(`${holders[0]}`)
          );
        },
        TAKEOVER_MS,
      );
      await run.sleep(500 + 1_000 * run.random());

      // Nobody is left.
      lab.forget(left);
      await left.kill();
      await run.sleep(500);
      await lab.add();
    } finally {
      await stop();
    }
    for (const cluster of clusters) await run.settle(cluster);
    const lists = clusters.flatMap(({ proxy }) =>
      only(proxy.takeRequests(), 'list'),
    );
    run.check(lists.length === 0, `${lists.length} lists`);

    // And from within a list.
    const last = lab.replica;
    for (const { id } of clusters) {
      last.api.refreshCluster({ params: { clusterId: id } }).catch(() => {});
    }
    await run.sleep(400 * run.random());
    lab.forget(last);
    await last.kill();
    for (const { workload } of clusters) await workload.change(10);
    await lab.add();
    for (const cluster of clusters) await run.settle(cluster);
  },
};
