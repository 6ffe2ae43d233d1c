import type { FaultCase } from '../FaultCase';
import { readConnection } from '../LabCluster';

const CANARY = 'canary-of-a-load-balancer';
const PAGE = `<html><body><h1>Bad Gateway</h1>${CANARY}</body></html>`;

/** Half of all requests fail, some with the page of a load balancer. */
export const F10: FaultCase = {
  id: 'F10',
  title: '500, 502, 503, 504 and HTML bodies',
  criterion:
    'Nothing is lost when it is over; nothing of a body is told to readers or written to the log.',
  sabotages: [
    {
      title: 'a failure ends the reflector',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/Reflector.ts',
          find: '        await this.#recover(error, signal);',
          replace: "        return 'stopped';",
        },
      ],
    },
    {
      title: 'the body is part of the message',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/toResponseError.ts',
          find: '`${host} failed to answer (HTTP ${status}).`',
          replace: '`${host} failed to answer: ${answer.body}`',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { proxy, workload } = cluster;
    proxy.inject({
      match: () => true,
      probability: 0.5,
      act: exchange => {
        const status = [500, 502, 503, 504][Math.floor(run.random() * 4)];
        exchange.answer(status, PAGE, { 'content-type': 'text/html' });
      },
    });
    for (let round = 0; round < 20; round++) {
      proxy.watches.forEach(stream => run.random() < 0.5 && stream.end());
      await workload.change(3);
      await run.sleep(200);
      const told = await readConnection(run.replica.api, cluster);
      run.check(!JSON.stringify(told).includes(CANARY), 'a body is told');
    }
    await proxy.heal();
    await run.settle(cluster);
    run.check(!run.replica.log.includes(CANARY), 'a body is in the log');
  },
};
