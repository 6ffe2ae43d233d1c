import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  ClusterDetail,
  FluxcdApi,
  Operation,
  Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { createMockAzureApi } from './createMockAzureApi';
import { createMockReportsApi } from './createMockReportsApi';
import { createMockSettingsApi } from './createMockSettingsApi';
import { createMockWorkloadsApi } from './createMockWorkloadsApi';
import { createMockClusterRoutes } from './createMockClusterRoutes';
import { mockClusters } from './mockClusters';
import { mockHistory } from './mockHistory';
import { mockResources } from './mockResources';

const wait = (ms: number) => new Promise(done => setTimeout(done, ms));

function facet(rows: Resource[], value: (r: Resource) => string) {
  const counts = new Map<string, number>();
  for (const row of rows)
    counts.set(value(row), (counts.get(value(row)) ?? 0) + 1);
  return [...counts].map(([v, count]) => ({ value: v, count }));
}

/** The API of a fleet in memory, for the pages without a backend. */
export function createMockFluxcdApi(): FluxcdApi {
  let clusters = [...mockClusters];
  const operations = new Map<string, { operation: Operation; at: number }>();
  const find = (id: string) => {
    const row = mockResources.find(r => r.id === id);
    if (!row) throw new NotFoundError(`Resource '${id}' not found`);
    return row;
  };
  const begin = (
    type: Operation['type'],
    rows: Resource[],
    withSource = false,
  ): Operation => {
    const operation: Operation = {
      id: `op-${operations.size}`,
      type,
      withSource,
      state: 'running',
      requestedBy: 'user:default/guest',
      createdAt: new Date().toISOString(),
      targets: rows.map(({ id: resourceId, ...row }) => {
        const { kind, namespace, name } = row;
        const running = { kind, namespace, name, resourceId } as const;
        return {
          ...running,
          clusterId: row.clusterId,
          clusterName: row.clusterName,
          state: 'running',
          steps: [{ ...running, state: 'running' }],
        };
      }),
    };
    operations.set(operation.id, { operation, at: Date.now() });
    return operation;
  };
  const freshness = (c: ClusterDetail) => ({
    clusterId: c.id,
    clusterName: c.name,
    connection: c.connection,
  });
  const list = (v: unknown): string[] =>
    v === undefined ? [] : ([] as string[]).concat(v as string);

  const api: Omit<
    FluxcdApi,
    'replaceCluster' | 'listClusterResources' | 'reconcileResources'
  > = {
    ...createMockAzureApi(operation =>
      operations.set(operation.id, { operation, at: Date.now() }),
    ),
    ...createMockReportsApi(),
    ...createMockSettingsApi(),
    ...createMockWorkloadsApi(),
    async listClusters() {
      await wait(300);
      return { items: clusters };
    },
    async getCluster({ params }) {
      await wait(200);
      const found = clusters.find(c => c.id === params.clusterId);
      if (!found) throw new NotFoundError('No such cluster');
      return found;
    },
    async createCluster({ body }) {
      await wait(800);
      if (clusters.some(c => c.name === body.name))
        throw new ConflictError(`A cluster named '${body.name}' exists`);
      const now = new Date().toISOString();
      const created: ClusterDetail = {
        ...body,
        id: `c-${body.name}`,
        labels: {},
        source: 'manual',
        server: 'https://10.0.0.1:6443',
        auth: { type: 'token' },
        connection: { state: 'connecting', since: now },
        sync: {
          auto: true,
          resyncMinutes: 720,
          overridden: { auto: false, resyncMinutes: false },
        },
        resourceCounts: { total: 0, byStatus: {} },
        kinds: [],
        createdAt: now,
        createdBy: 'user:default/guest',
        updatedAt: now,
      };
      clusters = [...clusters, created];
      return created;
    },
    ...createMockClusterRoutes(id => {
      const found = clusters.find(c => c.id === id);
      if (!found) throw new NotFoundError('No such cluster');
      return found;
    }),
    async deleteCluster({ params }) {
      await wait(500);
      clusters = clusters.filter(c => c.id !== params.clusterId);
    },
    async readKubeconfig() {
      await wait(300);
      return {
        contexts: [
          {
            name: 'kubernetes-admin@qa-eu',
            server: 'https://10.0.0.1:6443',
            user: 'kubernetes-admin',
            current: true,
          },
          {
            name: 'arn:aws:eks:eu-west-1:1234:cluster/payments',
            server: 'https://ABCD.gr7.eu-west-1.eks.amazonaws.com',
            user: 'aws',
            current: false,
            refusal:
              'users[1].user.exec: commands are not run. Use a service account token instead.',
          },
        ],
      };
    },
    async testConnection() {
      await wait(900);
      return {
        ok: true,
        server: 'https://10.0.0.1:6443',
        kubernetesVersion: 'v1.36.1',
        fluxVersion: 'v2.9.4',
        username: 'kubernetes-admin',
        steps: [
          { step: 'address', state: 'passed', message: '10.0.0.1 is allowed' },
          { step: 'connect', state: 'passed', message: 'Kubernetes v1.36.1' },
          {
            step: 'authenticate',
            state: 'passed',
            message: 'Known as kubernetes-admin',
          },
          {
            step: 'authorize',
            state: 'warning',
            message: 'Receiver cannot be read; it will not be shown',
          },
          { step: 'flux', state: 'passed', message: 'Flux v2.9.4' },
        ],
        access: [
          {
            group: 'kustomize.toolkit.fluxcd.io',
            kind: 'Kustomization',
            read: true,
            reconcile: true,
          },
          {
            group: 'notification.toolkit.fluxcd.io',
            kind: 'Receiver',
            read: false,
            reconcile: false,
          },
        ],
      };
    },
    async listResources({ query }) {
      await wait(300);
      const items = mockResources.filter(
        r =>
          [
            [query.cluster, r.clusterId],
            [query.kind, r.kind],
            [query.namespace, r.namespace],
            [query.status, r.status],
          ].every(
            ([wanted, is]) =>
              !list(wanted).length || list(wanted).includes(is as string),
          ) && r.name.includes(query.text ?? ''),
      );
      return {
        items,
        total: items.length,
        facets: {
          cluster: facet(mockResources, r => r.clusterId),
          kind: facet(mockResources, r => r.kind),
          namespace: facet(mockResources, r => r.namespace),
          status: facet(mockResources, r => r.status),
        },
        freshness: clusters.map(freshness),
      };
    },
    async getResource({ params }) {
      await wait(200);
      const row = find(params.resourceId);
      const cluster = clusters.find(c => c.id === row.clusterId)!;
      const live = cluster.connection.state !== 'disconnected';
      return {
        resource: row,
        live,
        liveMessage: live ? undefined : cluster.connection.message,
        freshness: freshness(cluster),
        conditions: [
          {
            type: 'Ready',
            status: row.ready ?? 'Unknown',
            reason: row.reason,
            message: row.message,
            lastTransitionTime: row.statusSince,
          },
        ],
        interval: '10m0s',
        timeout: '5m0s',
        facts: [{ name: 'path', value: './apps' }],
        dependsOn: [],
        inventory: [
          {
            group: 'apps',
            kind: 'Deployment',
            namespace: 'shop',
            name: row.name,
            version: 'v1',
          },
        ],
        history: [],
        labels: {},
        reconcile: { supported: !row.suspended, withSource: true },
        suspend: { supported: !row.suspended },
        resume: { supported: row.suspended },
        force: { supported: row.kind === 'HelmRelease' },
        reset: { supported: row.kind === 'HelmRelease' },
      };
    },
    async listResourceEvents() {
      await wait(200);
      return {
        items: [
          {
            type: 'Warning',
            reason: 'HealthCheckFailed',
            message: 'health check failed after 5m0s',
            count: 4,
            lastAt: new Date().toISOString(),
          },
        ],
      };
    },
    async listResourceHistory({ params }) {
      await wait(200);
      return { items: mockHistory(find(params.resourceId)) };
    },
    async listHistory() {
      return { items: mockResources.flatMap(mockHistory) };
    },
    async listManagedObjects() {
      return { items: [] };
    },
    async createOperation({ body }) {
      const withSource = body.type === 'reconcile' && Boolean(body.withSource);
      return begin(body.type, [find(body.targets[0].resourceId)], withSource);
    },
    async syncCluster({ params }) {
      const rows = mockResources.filter(r => r.clusterId === params.clusterId);
      return begin('sync', rows);
    },
    async getOperation({ params }) {
      const found = operations.get(params.operationId);
      if (!found) throw new NotFoundError('No such operation');
      if (Date.now() - found.at < 4_000) return found.operation;
      const done = { state: 'succeeded', outcome: 'ready' } as const;
      return {
        ...found.operation,
        state: 'succeeded',
        finishedAt: new Date(found.at + 4_000).toISOString(),
        targets: found.operation.targets.map(target => ({
          ...target,
          ...done,
          steps: target.steps.map(step => ({ ...step, ...done })),
        })),
      };
    },
  };
  return {
    ...api,
    replaceCluster: api.updateCluster,
    listClusterResources: ({ params, query }) =>
      api.listResources({ query: { ...query, cluster: params.clusterId } }),
    reconcileResources: ({ body }) =>
      api.createOperation({ body: { type: 'reconcile', ...body } }),
  };
}
