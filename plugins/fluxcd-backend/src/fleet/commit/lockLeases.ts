import type { Knex } from 'knex';
import type { KindKey } from '../KindKey';
import { endWhenIdle } from '../lease/endWhenIdle';
import { LeaseLostError, type LostLease } from '../LeaseLostError';

interface LeaseRow {
  cluster_id: string;
  fence: number | string;
  change_number: number | string;
}

/**
 * Locks the leases of all clusters that are about to be written, and answers the change number of each. It must be the
 * first statement of the transaction, for everything rests on it:
 *
 * - A takeover is an update of the same row. It either comes first, and then this waits for it and sees the new fence
 *   (a locking read sees the last committed state also where snapshots are repeatable); or it waits until what is
 *   written here is committed, and its holder starts from that. There is no moment in between, however long a holder
 *   was paused. SQLite has one writer: one that read before another wrote is refused.
 * - Whoever holds the lock is the only writer of the cluster: no row of it needs a lock of its own, and change numbers
 *   come in the order of the commits.
 *
 * The locks are taken in the order of the ids; who deletes a cluster takes its lease first, too.
 *
 * @throws LeaseLostError when one of them has another fence or none
 */
export async function lockLeases(
  tx: Knex,
  keys: readonly KindKey[],
): Promise<Map<string, number>> {
  const ids = [...new Set(keys.map(key => key.clusterId))].sort();
  const rows: LeaseRow[] = await tx('cluster_leases')
    .whereIn('cluster_id', ids)
    .orderBy('cluster_id')
    .select('cluster_id', 'fence', 'change_number', ...endWhenIdle(tx))
    .forUpdate();
  const leases = new Map(rows.map(row => [row.cluster_id, row]));
  const lost = new Map<string, LostLease>();
  for (const { clusterId, fence } of keys) {
    const lease = leases.get(clusterId);
    if (lease && Number(lease.fence) === fence) continue;
    lost.set(`${clusterId} ${fence}`, { clusterId, fence, gone: !lease });
  }
  if (lost.size) throw new LeaseLostError(await tellGone(tx, lost.values()));
  return new Map(rows.map(row => [row.cluster_id, Number(row.change_number)]));
}

/** A lease that is missing is lost; only with its cluster it is gone. */
async function tellGone(
  tx: Knex,
  lost: Iterable<LostLease>,
): Promise<LostLease[]> {
  const leases = [...lost];
  const missing = leases.filter(({ gone }) => gone).map(l => l.clusterId);
  const there = new Set<string>(
    missing.length
      ? await tx('clusters').whereIn('id', missing).pluck('id')
      : [],
  );
  return leases.map(lease => ({
    ...lease,
    gone: lease.gone && !there.has(lease.clusterId),
  }));
}
