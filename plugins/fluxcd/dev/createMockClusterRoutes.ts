import type {
  ClusterDetail,
  ConnectionTest,
  FluxcdApi,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

const wait = (ms: number) => new Promise(done => setTimeout(done, ms));

/** The routes about one cluster, besides reading and removing it, in memory. */
export function createMockClusterRoutes(
  find: (id: string) => ClusterDetail,
): Pick<
  FluxcdApi,
  | 'updateCluster'
  | 'replaceCredentials'
  | 'readClusterKubeconfig'
  | 'testCluster'
  | 'listFluxControllers'
  | 'listConnectionEvents'
  | 'refreshCluster'
> {
  const test = ({ server, connection }: ClusterDetail): ConnectionTest => ({
    ok: !connection.reason,
    server,
    steps: [
      {
        step: 'address',
        state: 'passed',
        message: 'The address of the server may be dialled.',
      },
      {
        step: 'connect',
        state: connection.reason ? 'failed' : 'passed',
        reason: connection.reason,
        message: connection.message ?? 'Connected over TLS.',
      },
    ],
    access: [],
  });
  return {
    async updateCluster({ params, body }) {
      await wait(400);
      const { sync, ...texts } = body;
      const cluster = find(params.clusterId);
      Object.assign(cluster, texts);
      if (typeof sync?.auto === 'boolean') {
        cluster.sync.auto = sync.auto;
        cluster.sync.overridden.auto = true;
      }
      return cluster;
    },
    async replaceCredentials({ params }) {
      await wait(900);
      return test(find(params.clusterId));
    },
    async readClusterKubeconfig({ params }) {
      await wait(300);
      const { server } = find(params.clusterId);
      return {
        contexts: [{ name: 'admin', server, user: 'admin', current: true }],
      };
    },
    async testCluster({ params }) {
      await wait(900);
      return test(find(params.clusterId));
    },
    async listFluxControllers() {
      await wait(300);
      return {
        items: ['helm-controller', 'kustomize-controller'].map(name => ({
          namespace: 'flux-system',
          name,
          version: 'v2.9.4',
          image: `example.com/fluxcd/${name}:v1.4.2`,
          replicas: 1,
          readyReplicas: 1,
          ready: true,
          flags: ['--watch-all-namespaces=true', '--log-level=info'],
        })),
      };
    },
    async listConnectionEvents({ params }) {
      await wait(200);
      const { state, reason, message, since } = find(
        params.clusterId,
      ).connection;
      return { items: [{ state, reason, message, at: since }] };
    },
    async refreshCluster({ params }) {
      await wait(1_200);
      return find(params.clusterId);
    },
  };
}
