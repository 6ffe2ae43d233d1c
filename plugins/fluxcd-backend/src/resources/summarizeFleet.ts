import {
  type Resource,
  type ResourceStatus,
  STUCK_AFTER_MS,
  type Summary,
  SUMMARY_ROWS,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FleetView } from '../fleet/index/FleetFollower';
import type { IndexedResource } from '../fleet/index/RowColumns';
import { addCounts } from './addCounts';
import { toResource } from './toResource';

/** Statuses that should pass by themselves. */
const PASSING: readonly ResourceStatus[] = [
  'progressing',
  'waiting',
  'deleting',
];

/** Counts the whole fleet: all numbers, and one short list per section. */
export function summarizeFleet(
  { index, clusters, health }: FleetView,
  now: Date,
): Summary {
  const stuckSince = new Date(now.getTime() - STUCK_AFTER_MS).toISOString();
  const top = (query: Parameters<typeof index.top>[0]): Resource[] =>
    index
      .top(query, clusters)
      .map((row: IndexedResource) =>
        toResource(row, clusters.byId.get(row.cluster_id)?.name ?? ''),
      );
  const limit = SUMMARY_ROWS;
  const byCluster = index.countsByCluster();
  const byKind = index.countsByKind(clusters);
  return {
    counts: addCounts(byKind.values()),
    clusters: clusters.byName.flatMap(({ id, name, title, environment }) => {
      const own = health.get(id);
      if (!own) return [];
      return {
        clusterId: id,
        clusterName: name,
        title: title ?? undefined,
        environment: environment ?? undefined,
        connection: own.connection,
        counts: byCluster.get(id) ?? addCounts([]),
      };
    }),
    kinds: [...byKind]
      .map(([kind, counts]) => ({ kind, counts }))
      .sort((a, b) => a.kind.localeCompare(b.kind)),
    // Not by `statusSince`, which moves with every retry.
    failed: top({ statuses: ['failed'], by: 'changedAt', limit }),
    stuck: top({
      statuses: PASSING,
      by: 'statusSince',
      sinceBefore: stuckSince,
      limit,
    }),
    // Those that never changed come last.
    changed: top({ by: 'changedAt', limit }).filter(r => r.changedAt),
    suspended: top({ statuses: ['suspended'], by: 'name', limit }),
    at: now.toISOString(),
  };
}
