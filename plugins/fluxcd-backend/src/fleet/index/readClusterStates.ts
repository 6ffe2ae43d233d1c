import type { Knex } from 'knex';
import { type ClusterHealth, type ConnectionRow, toHealth } from '../toHealth';
import type { ClusterName } from './KnownClusters';

/** What changes of a cluster beside its rows, and how far those have come. */
export interface ClusterState extends ClusterName {
  health: ClusterHealth;
  changeNumber: number;
  /** Deletions up to this change number are no longer known one by one. */
  tombstonesFrom: number;
}

/** A statement that takes longer is given up: a database that is frozen must not stop who follows it. Milliseconds. */
const TIMEOUT_MS = 10_000;

interface Row extends ConnectionRow {
  name: string;
  title: string | null;
  environment: string | null;
  change_number: number | string | null;
  tombstones_from: number | string | null;
}

/** All clusters, in one statement. */
export async function readClusterStates(knex: Knex): Promise<ClusterState[]> {
  const rows: Row[] = await knex('clusters as c')
    .leftJoin('cluster_connections as n', 'n.cluster_id', 'c.id')
    .leftJoin('cluster_leases as l', 'l.cluster_id', 'c.id')
    .select(
      'c.id',
      'c.name',
      'c.title',
      'c.environment',
      'c.created_at',
      'n.state',
      'n.reason',
      'n.message',
      'n.since',
      'n.last_contact_at',
      'n.kubernetes_version',
      'n.flux_version',
      'l.change_number',
      'l.tombstones_from',
    )
    .timeout(TIMEOUT_MS);
  return rows.map(row => ({
    id: row.id,
    name: row.name,
    title: row.title,
    environment: row.environment,
    health: toHealth(row),
    changeNumber: Number(row.change_number ?? 0),
    tombstonesFrom: Number(row.tombstones_from ?? 0),
  }));
}
