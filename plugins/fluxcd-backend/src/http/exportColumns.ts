import type {
  Activity,
  Cluster,
  Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { CsvColumn } from './toCsv';

/** `name=value` pairs in one cell: which there are differs from kind to kind. */
function joinFacts(facts: Resource['facts']): string | undefined {
  if (!facts) return undefined;
  return Object.entries(facts)
    .map(fact => fact.join('='))
    .join('; ');
}

/** What stands in the CSV files, in this order. Headers are the names of the JSON fields. */
export const exportColumns = {
  clusters: [
    ['id', c => c.id],
    ['name', c => c.name],
    ['title', c => c.title],
    ['environment', c => c.environment],
    [
      'labels',
      c =>
        Object.entries(c.labels)
          .map(l => l.join('='))
          .join(','),
    ],
    ['source', c => c.source],
    ['server', c => c.server],
    ['state', c => c.connection.state],
    ['reason', c => c.connection.reason],
    ['lastContactAt', c => c.connection.lastContactAt],
    ['kubernetesVersion', c => c.kubernetesVersion],
    ['fluxVersion', c => c.fluxVersion],
    ['resources', c => c.resourceCounts.total],
    ['failed', c => c.resourceCounts.byStatus.failed ?? 0],
    ['createdAt', c => c.createdAt],
  ] satisfies CsvColumn<Cluster>[],
  resources: (
    [
      'id',
      'clusterName',
      'group',
      'kind',
      'namespace',
      'name',
      'status',
      'suspended',
      'reason',
      'message',
      'revision',
      'attemptedRevision',
      'url',
      'statusSince',
      'changedAt',
      'lastReconciledAt',
      'createdAt',
    ] as const
  )
    .map((key): CsvColumn<Resource> => [key, r => r[key]])
    .concat([['facts', r => joinFacts(r.facts)]]),
  activities: (
    [
      'at',
      'actor',
      'action',
      'outcome',
      'message',
      'clusterName',
      'kind',
      'namespace',
      'name',
      'resourceId',
      'operationId',
      'id',
    ] as const
  ).map(key => [key, (a: Activity) => a[key]] satisfies CsvColumn<Activity>),
};
