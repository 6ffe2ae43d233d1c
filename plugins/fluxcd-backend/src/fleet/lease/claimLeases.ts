import type { Knex } from 'knex';
import type { Lease } from './Lease';
import { retryConflicts } from './retryConflicts';

/** Clusters per statement. */
const BATCH_SIZE = 200;

/**
 * Takes the leases, each with the next fence, unless somebody took it since it was read: the fence is compared, so
 * that of two claimers one gets nothing. Answers those that were taken.
 */
export async function claimLeases(
  knex: Knex,
  replicaId: string,
  leases: readonly Lease[],
): Promise<Lease[]> {
  const taken: Lease[] = [];
  // In the order of the ids, as all who lock several leases do.
  const sorted = [...leases].sort((a, b) =>
    a.clusterId < b.clusterId ? -1 : 1,
  );
  for (let start = 0; start < sorted.length; start += BATCH_SIZE) {
    const batch = sorted.slice(start, start + BATCH_SIZE);
    const ids = batch.map(({ clusterId }) => clusterId);
    await retryConflicts(() =>
      knex('cluster_leases')
        // For the index: MariaDB does not use it for pairs.
        .whereIn('cluster_id', ids)
        .whereIn(
          ['cluster_id', 'fence'],
          batch.map(({ clusterId, fence }) => [clusterId, fence]),
        )
        .update({ holder: replicaId, fence: knex.raw('fence + 1') }),
    );
    const rows: Array<{ cluster_id: string; fence: number | string }> =
      await knex('cluster_leases')
        .whereIn('cluster_id', ids)
        .where({ holder: replicaId })
        .orderBy('cluster_id')
        .select('cluster_id', 'fence');
    for (const row of rows) {
      taken.push({ clusterId: row.cluster_id, fence: Number(row.fence) });
    }
  }
  return taken;
}
