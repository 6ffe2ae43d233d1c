import type { HistoryRow } from '../../database/HistoryRow';
import type { ResourceRow } from '../../database/ResourceRow';
import type { StoredResource } from '../../database/StoredResource';
import {
  describeChange,
  describeDeletion,
  describeRuns,
} from '../../history/describeChange';
import type { Inventory } from '../../managed/writeManaged';
import { isUnchanged } from './isUnchanged';
import type { StoredState } from './readStored';
import { settle } from './settle';

/** A whole row of the table `resources`. */
export type WrittenRow = StoredResource &
  Pick<StoredState, 'settled_status' | 'settled_since'> &
  Record<
    'resource_version' | 'history_digest' | 'row_digest' | 'inventory_digest',
    string | null
  >;

/** What is to be written for some rows. */
export interface RowPlan {
  /** Rows that differ from what is stored. */
  rows: WrittenRow[];
  /** What happened, once. */
  happened: HistoryRow[];
  /** Runs, which may go on. */
  runs: HistoryRow[];
  /** Of the resources that apply something else than what is stored. */
  inventories: Inventory[];
}

/**
 * Compares rows with what is stored of them.
 *
 * @param stored - by id
 * @param changeNumberOf - the number of this commit, by cluster id
 */
export function planRows(
  rows: readonly ResourceRow[],
  stored: ReadonlyMap<string, StoredState>,
  changeNumberOf: (clusterId: string) => number,
  now: string,
): RowPlan {
  const plan: RowPlan = {
    rows: [],
    happened: [],
    runs: [],
    inventories: [],
  };
  for (const row of rows) {
    const there = stored.get(row.id);
    if (there && isUnchanged(there, row)) continue;
    // Another object with the same name: nobody saw the first one go.
    const isReplaced = there !== undefined && there.uid !== row.uid;
    if (isReplaced) {
      plan.happened.push(describeDeletion({ ...row, ...there }, now));
    }
    const before = isReplaced ? undefined : there;
    const settlement = settle(before, row, now);
    plan.happened.push(
      ...describeChange(
        before && { ...row, ...before },
        row,
        settlement.settled_status,
        now,
      ),
    );
    if (row.history_digest !== before?.history_digest) {
      plan.runs.push(...describeRuns(row, now));
    }
    const { runs: _runs, managed, ...columns } = row;
    const inventory = row.inventory_digest ?? null;
    const applied = there?.inventory_digest ?? null;
    if (managed !== undefined && inventory !== applied) {
      plan.inventories.push({
        resourceId: row.id,
        managed,
        isFirst: applied === null,
      });
    }
    plan.rows.push({
      ...columns,
      ...settlement,
      history_digest: row.history_digest ?? null,
      // It stands for what is stored, so it moves with it.
      inventory_digest: managed === undefined ? applied : inventory,
      change_number: changeNumberOf(row.cluster_id),
      updated_at: now,
    });
  }
  return plan;
}
