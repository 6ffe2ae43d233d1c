import type { FaultCase } from '../FaultCase';
import { repeatFlat } from '../repeatFlat';

const ROUNDS = 30;

/** A cluster is removed and added again, over and over, while it changes. */
export const F15: FaultCase = {
  id: 'F15',
  title: `Cluster removed and added again, ${ROUNDS} times`,
  criterion:
    'No row of a registration that is gone, no second one beside a row, and descriptors and heap as before.',
  sabotages: [
    {
      title: 'the connections of a removed cluster stay open',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/clusters/DatabaseClusterConnector.ts',
          find: '    this.#entries.delete(clusterId);\n    await closeQuietly(entry);',
          replace: '    this.#entries.delete(clusterId);',
        },
      ],
    },
    {
      title: 'a cluster that is gone is not let go of',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/fleet/HeldClusters.ts',
          find: 'this.#entries.delete(clusterId);\n    await this.#track(cluster.end());',
          replace: `(globalThis as any).kept = [...((globalThis as any).kept ?? []), cluster];
    this.#entries.delete(clusterId);
    await this.#track(cluster.end());`,
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { proxy, workload } = cluster;
    const gone: string[] = [];
    await run.settle(cluster);
    await repeatFlat(run, ROUNDS, async round => {
      gone.push(cluster.id);
      // Events are on their way while it goes.
      const changes = workload.change(5);
      await run.unregister(cluster);
      await changes;
      await run.register(cluster);
      if (round % 3 === 0) await run.sleep(run.random() * 500);
    });
    await run.settle(cluster);
    const left = await run.lab.knex('resources').whereIn('cluster_id', gone);
    run.check(left.length === 0, `${left.length} rows of removed clusters`);
    // One for the watches, one that is being closed perhaps.
    await run.until(
      'the connections of removed clusters are closed',
      () => proxy.gate.open <= 2,
    );
  },
};
