import {
  type Resource,
  type ResourceStatus,
  STUCK_AFTER_MS,
  type StatusCounts,
  type Summary,
  SUMMARY_ROWS,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import type { StoredResource } from '../database/StoredResource';
import type { ConnectionStore } from '../fleet/ConnectionStore';
import { toResource } from './toResource';

/** Statuses that should pass by themselves. */
const PASSING: readonly ResourceStatus[] = [
  'progressing',
  'waiting',
  'deleting',
];

interface ClusterRow {
  id: string;
  name: string;
  title: string | null;
  environment: string | null;
}

function add(counts: StatusCounts, status: ResourceStatus, count: number) {
  counts.total += count;
  counts.byStatus[status] = (counts.byStatus[status] ?? 0) + count;
}

const none = (): StatusCounts => ({ total: 0, byStatus: {} });

/**
 * Counts the whole fleet. A fixed number of statements: the clusters, their health, one grouped count that all numbers
 * come from, and one short list per section.
 */
export async function summarizeFleet(options: {
  knex: Knex;
  connections: Pick<ConnectionStore, 'list'>;
  now?: Date;
}): Promise<Summary> {
  const { knex, connections, now = new Date() } = options;
  const stuckSince = new Date(now.getTime() - STUCK_AFTER_MS).toISOString();
  const rows = () =>
    knex<StoredResource>('resources').select('*').limit(SUMMARY_ROWS);

  const [clusters, health, groups, failed, stuck, changed, suspended] =
    await Promise.all([
      knex<ClusterRow>('clusters')
        .select('id', 'name', 'title', 'environment')
        .orderBy('name') as Promise<ClusterRow[]>,
      connections.list(),
      knex('resources')
        .groupBy('cluster_id', 'kind', 'status')
        .select('cluster_id', 'kind', 'status')
        .count('* as count') as unknown as Promise<
        Array<{
          cluster_id: string;
          kind: string;
          status: ResourceStatus;
          count: number | string;
        }>
      >,
      rows()
        .where('status', 'failed')
        // Not by status_since, which moves with every retry. Databases disagree on where NULL belongs: it sorts last.
        .orderByRaw("COALESCE(changed_at, '') DESC")
        .orderBy('id'),
      rows()
        .whereIn('status', [...PASSING])
        .where('status_since', '<', stuckSince)
        .orderBy('status_since')
        .orderBy('id'),
      rows()
        .whereNotNull('changed_at')
        .orderBy('changed_at', 'desc')
        .orderBy('id'),
      rows().where('status', 'suspended').orderBy('name').orderBy('id'),
    ]);

  const counts = none();
  const byCluster = new Map<string, StatusCounts>();
  const byKind = new Map<string, StatusCounts>();
  for (const group of groups) {
    const count = Number(group.count);
    const ofCluster = byCluster.get(group.cluster_id) ?? none();
    const ofKind = byKind.get(group.kind) ?? none();
    byCluster.set(group.cluster_id, ofCluster);
    byKind.set(group.kind, ofKind);
    for (const one of [counts, ofCluster, ofKind]) {
      add(one, group.status, count);
    }
  }

  const names = new Map(clusters.map(c => [c.id, c.name]));
  const toResources = (stored: StoredResource[]): Resource[] =>
    stored.map(row => toResource(row, names.get(row.cluster_id) ?? ''));
  return {
    counts,
    clusters: clusters.flatMap(({ id, name, title, environment }) => {
      const own = health.get(id);
      // Without health it was deleted between the two reads.
      if (!own) return [];
      return {
        clusterId: id,
        clusterName: name,
        title: title ?? undefined,
        environment: environment ?? undefined,
        connection: own.connection,
        counts: byCluster.get(id) ?? none(),
      };
    }),
    kinds: [...byKind]
      .map(([kind, ofKind]) => ({ kind, counts: ofKind }))
      .sort((a, b) => a.kind.localeCompare(b.kind)),
    failed: toResources(failed),
    stuck: toResources(stuck),
    changed: toResources(changed),
    suspended: toResources(suspended),
    at: now.toISOString(),
  };
}
