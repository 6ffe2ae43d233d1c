import type { FaultCase } from '../FaultCase';
import { only } from '../LabCluster';

/** The API server is down: nobody listens. */
export const F01: FaultCase = {
  id: 'F01',
  title: 'API server down (connection refused)',
  criterion:
    'It comes back with 0 lists, because the resource versions still hold; while it is down, one attempt per back-off for the whole cluster.',
  sabotages: [
    {
      title: 'a failed watch gives its resource version up',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/Reflector.ts',
          find: 'if (this.#link.failure) return;',
          replace: 'if (this.#link.failure) { this.#mustList = true; return; }',
        },
      ],
    },
    {
      title: 'each watch tries by itself',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/ClusterLink.ts',
          find: 'if (!this.#failure) return false;',
          replace: 'return false;',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { proxy, workload } = cluster;
    const accepted = proxy.gate.accepted.length;
    await proxy.gate.close();
    await workload.change(100);
    await run.sleep(3_000);
    // Listens, and resets whoever comes: to count them.
    proxy.gate.resetAfter(() => 0);
    await proxy.gate.listen();
    const before = proxy.gate.accepted.length;
    await run.sleep(5_000);
    const attempts = proxy.gate.accepted.length - before;
    run.notes.attempts = attempts;
    // Back-offs are at 27 ms and doubling up to 1 s after three seconds, and 1 s at least by then.
    run.check(
      before === accepted && attempts <= 12,
      `${attempts} connections within five seconds`,
    );
    proxy.takeRequests();
    await proxy.heal();
    await run.settle(cluster);
    const lists = only(proxy.takeRequests(), 'list');
    run.check(lists.length === 0, `${lists.length} lists`);
  },
};
