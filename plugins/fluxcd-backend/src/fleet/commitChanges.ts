import type { Knex } from 'knex';
import { databaseOf } from '../database/databaseOf';
import type { ResourceRow } from '../database/ResourceRow';
import { insertHistory, upsertRuns } from '../history/writeHistory';
import type { Changes } from './Changes';
import { CHANGES_CHANNEL } from './CHANGES_CHANNEL';
import { writeManaged } from '../managed/writeManaged';
import type { CommittedChange } from './CommittedChange';
import { deleteResources } from './commit/deleteResources';
import { lockLeases } from './commit/lockLeases';
import { planRows } from './commit/planRows';
import { readStored } from './commit/readStored';
import { upsertResources } from './commit/upsertResources';
import { writeWatermarks } from './commit/writeWatermarks';

/**
 * Commits changes of any number of kinds in one transaction, and with them what they mean for the history, and how far
 * each kind has come. Answers what changed, one entry per cluster; a cluster of which no row changed has none, and
 * keeps its change number.
 *
 * @throws LeaseLostError when one of the clusters has another lease; nothing is written then
 */
export async function commitChanges(
  knex: Knex,
  all: readonly Changes[],
  now: string,
): Promise<CommittedChange[]> {
  if (!all.length) return [];
  return knex.transaction(async tx => {
    const numbers = await lockLeases(
      tx,
      all.map(changes => changes.key),
    );
    const committed = new Map<string, CommittedChange>();
    const changeOf = (clusterId: string): CommittedChange => {
      let change = committed.get(clusterId);
      if (!change) {
        const changeNumber = numbers.get(clusterId)! + 1;
        change = { clusterId, changeNumber, upserted: [], deleted: [] };
        committed.set(clusterId, change);
      }
      return change;
    };

    const upserts = uniqueRows(all);
    if (upserts.length) {
      const plan = planRows(
        upserts,
        await readStored(tx, upserts),
        clusterId => numbers.get(clusterId)! + 1,
        now,
      );
      await upsertResources(tx, plan.rows);
      await insertHistory(tx, plan.happened);
      await upsertRuns(tx, plan.runs);
      await writeManaged(tx, plan.inventories);
      for (const row of plan.rows) changeOf(row.cluster_id).upserted.push(row);
    }
    const deletes = all.flatMap(changes => changes.deletes);
    if (deletes.length) {
      const gone = await deleteResources(tx, deletes, numbers, now);
      for (const row of gone) changeOf(row.cluster_id).deleted.push(row.id);
    }
    await writeWatermarks(tx, all, now);
    if (committed.size) {
      await tx('cluster_leases')
        .whereIn('cluster_id', [...committed.keys()].sort())
        .increment('change_number');
      if (databaseOf(tx) === 'postgres') {
        // Equal ones of a transaction are told once, and only when it is committed.
        await tx.raw(`SELECT pg_notify(?, '')`, [CHANGES_CHANNEL]);
      }
    }
    return [...committed.values()];
  });
}

/** A server may list an object twice: the last one counts. By id, for databases write that faster. */
function uniqueRows(all: readonly Changes[]): ResourceRow[] {
  const rows = new Map<string, ResourceRow>();
  for (const { upserts } of all)
    for (const row of upserts) rows.set(row.id, row);
  return [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
