import { ClusterServer } from '../cluster/ClusterServer';
import type { ServeReply, ServeRequest } from '../cluster/serveProtocol';

/** Serves clusters for a parent process, which gives its orders over IPC; it ends with the parent. */
export async function run(): Promise<void> {
  if (!process.send) {
    throw new Error('serve is started by spawnKubeSim; try "start" instead');
  }
  const clusters = new Map<string, ClusterServer>();
  const reply = (message: ServeReply): void => {
    process.send!(message);
  };
  const start = async (request: Extract<ServeRequest, { type: 'start' }>) => {
    for (const options of request.clusters) {
      const cluster = await ClusterServer.create(options);
      if (options.controllers) {
        // Loaded only here: most tests want a server whose objects stand still.
        const { runControllers } = require('../cluster/runControllers');
        runControllers(cluster, options.kubernetesVersion);
      }
      await cluster.start();
      clusters.set(options.name, cluster);
    }
    return [...clusters.values()].map(cluster => ({
      name: cluster.name,
      server: cluster.url,
      caPem: cluster.caPem,
      tokens: cluster.tokens,
      adminCertificate: cluster.certificates.admin,
    }));
  };
  process.on('message', async (request: ServeRequest) => {
    const { id } = request;
    try {
      if (request.type === 'start') {
        reply({ id, result: await start(request) });
      } else {
        const result = await clusters
          .get(request.cluster)!
          .control(request.command);
        reply({ id, result });
      }
    } catch (error) {
      reply({ id, error: (error as Error).stack ?? String(error) });
    }
  });
  // The parent is gone, however it went.
  process.on('disconnect', () => process.exit(0));
}
