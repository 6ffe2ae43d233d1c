import type { FaultCase } from '../FaultCase';
import { finish } from './finish';

const CLUSTERS = 5;
const DOWN = 2;
const EACH = 6;

/** An operation on many clusters, of which some take everything and say nothing. */
export const F37: FaultCase = {
  id: 'F37',
  title: `Operation on ${CLUSTERS} clusters, ${DOWN} of them silent`,
  criterion:
    'It ends; what could be done is done, each failure is named, and the silent clusters are not stormed.',
  sabotages: [
    {
      title: 'a request waits for its answer as long as it takes',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/PooledKubernetesClient.ts',
          find: 'const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;',
          replace: 'const timeoutMs = 0 * DEFAULT_TIMEOUT_MS;',
        },
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/Http2Session.ts',
          find: 'this.#ping();',
          replace: '',
        },
      ],
    },
  ],
  async run(run) {
    const clusters = await run.clusters(CLUSTERS, { objects: 5 });
    const resourceIds: string[] = [];
    for (const { id, workload } of clusters) {
      await workload.create(EACH, 'Kustomization');
      await run.settle(clusters.find(c => c.id === id)!);
      const { items } = await run.replica.api.listResources({
        query: { cluster: id, kind: 'Kustomization' },
      });
      resourceIds.push(...items.slice(0, EACH).map(item => item.id));
    }
    const silent = clusters.slice(0, DOWN);
    for (const { proxy } of silent) {
      proxy.gate.mode = 'blackhole';
      proxy.takeRequests();
    }
    const accepted = () =>
      silent.reduce((sum, c) => sum + c.proxy.gate.accepted.length, 0);
    const before = accepted();
    const { targets } = await finish(run, {
      type: 'suspend',
      targets: resourceIds.map(resourceId => ({ resourceId })),
    });
    const isSilent = ({ clusterId }: { clusterId: string }) =>
      silent.some(({ id }) => id === clusterId);
    const done = targets.filter(t => !isSilent(t) && t.outcome === 'done');
    const failed = targets.filter(t => isSilent(t) && t.state === 'failed');
    run.check(
      done.length === (CLUSTERS - DOWN) * EACH &&
        failed.length === DOWN * EACH &&
        failed.every(t => t.message && t.clusterName),
      `${done.length} done, ${failed.length} failed`,
    );
    const connections = accepted() - before;
    run.notes.connections = connections;
    run.check(connections <= 60, `${connections} connections`);
    for (const { proxy } of silent) await proxy.heal();
    for (const cluster of clusters) await run.settle(cluster);
  },
};
