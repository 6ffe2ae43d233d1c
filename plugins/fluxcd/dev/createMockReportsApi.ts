import type {
  FluxcdApi,
  Resource,
  StatusCounts,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { mockClusters } from './mockClusters';
import { mockResources } from './mockResources';

function count(rows: Resource[]): StatusCounts {
  const counts: StatusCounts = { total: rows.length, byStatus: {} };
  for (const { status } of rows)
    counts.byStatus[status] = (counts.byStatus[status] ?? 0) + 1;
  return counts;
}

/** The part of the mock API that reports on the fleet as a whole. */
export function createMockReportsApi(): Pick<
  FluxcdApi,
  | 'getSummary'
  | 'listActivities'
  | 'exportClusters'
  | 'exportResources'
  | 'exportActivities'
> {
  const file = async () => new File(['id\r\n'], 'mock.csv');
  return {
    async getSummary() {
      const of = (status: string) =>
        mockResources.filter(r => r.status === status);
      return {
        counts: count(mockResources),
        clusters: mockClusters.map(c => ({
          clusterId: c.id,
          clusterName: c.name,
          title: c.title,
          environment: c.environment,
          connection: c.connection,
          counts: count(mockResources.filter(r => r.clusterId === c.id)),
        })),
        kinds: [...new Set(mockResources.map(r => r.kind))].map(kind => ({
          kind,
          counts: count(mockResources.filter(r => r.kind === kind)),
        })),
        failed: of('failed'),
        stuck: [],
        changed: mockResources.slice(0, 3),
        suspended: of('suspended'),
        at: new Date().toISOString(),
      };
    },
    async listActivities() {
      return {
        items: [
          {
            id: 'a-1',
            at: new Date(Date.now() - 3_600_000).toISOString(),
            actor: 'user:default/ada',
            action: 'cluster.create',
            outcome: 'succeeded',
            clusterName: 'prod-eu',
          },
        ],
        choices: {
          action: ['cluster.create'],
          outcome: ['succeeded'],
          cluster: ['prod-eu'],
        },
      };
    },
    exportClusters: file,
    exportResources: file,
    exportActivities: file,
  };
}
