import { once } from 'node:events';
import { createServer } from 'node:net';
import type { FaultCase } from '../FaultCase';
import { readConnection } from '../LabCluster';

/** Everything is answered with a redirect to somewhere else. */
export const F40: FaultCase = {
  id: 'F40',
  title: 'Redirects',
  criterion: 'Nobody connects to where a redirect points.',
  sabotages: [
    {
      title: 'redirects are followed',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/PooledKubernetesClient.ts',
          find: 'if (status >= 200 && status < 300) return response;',
          replace:
            'if (status >= 200 && status < 300) return response;\n    await fetch(String(response.headers.location)).catch(() => {});',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { proxy, workload } = cluster;
    let visits = 0;
    const other = createServer(socket => {
      visits += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    try {
      proxy.inject({
        match: () => true,
        act: exchange => {
          const status = [301, 302, 303, 307, 308][
            Math.floor(run.random() * 5)
          ];
          const { path } = exchange.request;
          exchange.answer(status, '', {
            location: `https://127.0.0.1:${port}${path}`,
          });
        },
      });
      proxy.watches.forEach(stream => stream.end());
      await workload.change(20);
      await run.until(
        'it is known',
        async () =>
          (await readConnection(run.replica.api, cluster)).reason ===
          'not-kubernetes',
      );
      await run.sleep(3_000);
      run.check(visits === 0, `${visits} connections to the other server`);
      await proxy.heal();
      await run.settle(cluster);
    } finally {
      other.close();
    }
  },
};
