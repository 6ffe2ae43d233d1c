import type { Knex } from 'knex';
import { endWhenIdle } from './endWhenIdle';
import type { Lease } from './Lease';

/**
 * Answers those of the leases that stand, and keeps them standing until the transaction ends: a takeover waits for it.
 * It must be the first statement of the transaction. The locks are taken in the order of the ids, as by all who lock
 * several; they are shared, and hold up only who writes rows of the same cluster.
 */
export async function lockStanding<T extends Lease>(
  tx: Knex,
  leases: readonly T[],
): Promise<T[]> {
  const rows: Array<{ cluster_id: string; fence: number | string }> = await tx(
    'cluster_leases',
  )
    .whereIn(
      'cluster_id',
      leases.map(({ clusterId }) => clusterId),
    )
    .orderBy('cluster_id')
    .select('cluster_id', 'fence', ...endWhenIdle(tx))
    .forShare();
  const fences = new Map(rows.map(row => [row.cluster_id, Number(row.fence)]));
  return leases.filter(
    ({ clusterId, fence }) => fences.get(clusterId) === fence,
  );
}
