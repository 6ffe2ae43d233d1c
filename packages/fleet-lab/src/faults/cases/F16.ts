import type { FaultCase } from '../FaultCase';
import { readConnection } from '../LabCluster';

const HOUR_MS = 3_600_000;

/** The clock of the backend jumps an hour, forth and back, also while the cluster is down. */
export const F16: FaultCase = {
  id: 'F16',
  title: 'Clock of the backend jumps an hour',
  criterion:
    'Rows stay the truth through every jump, and no wait becomes an hour longer.',
  sabotages: [
    {
      title: 'a wait ends at a time of the clock, however it is set',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/ClusterLink.ts',
          find: 'now < this.#failedAt ? 0 : this.#retryAt - now',
          replace: 'this.#retryAt - now',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { proxy, workload } = cluster;
    try {
      for (const skew of [HOUR_MS, -HOUR_MS, 0]) {
        run.replica.skewClock(skew);
        await run.sleep(500);
        await workload.change(20);
        await run.settle(cluster);

        await proxy.gate.close();
        await workload.change(10);
        await run.until(
          'the outage is known',
          async () =>
            (await readConnection(run.replica.api, cluster)).state ===
            'disconnected',
        );
        run.replica.skewClock(skew - HOUR_MS);
        await run.sleep(500);
        await proxy.heal();
        await run.settle(cluster);
      }
    } finally {
      run.replica.skewClock(0);
    }
  },
};
