import type { FaultCase } from '../FaultCase';
import { only } from '../LabCluster';

/** Of a `Retry-After: 60`, on the scaled clock. */
const RETRY_MS = 2_000;

/** The server asks to slow down. */
export const F08: FaultCase = {
  id: 'F08',
  title: '429 with Retry-After',
  criterion:
    'One request per Retry-After for the whole cluster, and 0 lists when it is over.',
  sabotages: [
    {
      title: 'Retry-After is not honoured',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/ClusterLink.ts',
          find: 'if (error.retryAfterSeconds) {',
          replace: 'if (false) {',
        },
      ],
    },
    {
      title: '429 is the trouble of one kind',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/ClusterLink.ts',
          find: "  'rate-limited',\n",
          replace: '',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { proxy, workload } = cluster;
    proxy.inject({
      match: () => true,
      act: exchange => exchange.answer(429, '', { 'retry-after': '60' }),
    });
    proxy.takeRequests();
    proxy.watches.forEach(stream => stream.end());
    await workload.change(20);
    // Those that were begun together are all answered once.
    await run.sleep(RETRY_MS / 2);
    const together = proxy.takeRequests().length;
    const rounds = 3;
    await run.sleep(rounds * RETRY_MS);
    const requests = proxy.takeRequests();
    run.notes.together = together;
    run.notes.requests = requests.length;
    run.check(
      requests.length <= rounds + 1,
      `${requests.length} requests in ${rounds} times Retry-After`,
    );
    await proxy.heal();
    await run.settle(cluster);
    const lists = only([...requests, ...proxy.takeRequests()], 'list');
    run.check(lists.length === 0, `${lists.length} lists`);
  },
};
