import type { Knex } from 'knex';
import type { HistoryRow } from '../database/HistoryRow';
import { insertRows, type RowTable } from '../database/insertRows';
import { whereIdIn } from '../database/whereIdIn';

/** Runs that are compared at a time. */
const BATCH = 1000;

/** What of a run moves while it goes on. */
const MOVING = [
  'last_at',
  'outcome',
  'action',
  'run_count',
  'duration_ms',
] as const satisfies ReadonlyArray<keyof HistoryRow>;

const HISTORY: RowTable<HistoryRow> = {
  name: 'resource_history',
  columns: {
    id: 'text',
    resource_id: 'text',
    cluster_id: 'text',
    api_group: 'text',
    kind: 'text',
    namespace: 'text',
    name: 'text',
    uid: 'text',
    type: 'text',
    at: 'text',
    last_at: 'text',
    status: 'text',
    previous_status: 'text',
    outcome: 'text',
    reason: 'text',
    message: 'text',
    revision: 'text',
    previous_revision: 'text',
    run_count: 'integer',
    duration_ms: 'integer',
    action: 'text',
    chart: 'text',
    app_version: 'text',
    release_version: 'integer',
  },
  key: ['id'],
  merge: [],
};

/** Records what happened; what was recorded before stays as it is. */
export async function insertHistory(
  tx: Knex,
  rows: readonly HistoryRow[],
): Promise<void> {
  await insertRows(tx, HISTORY, rows);
}

/**
 * Records runs, and brings those that go on up to date. Their counters are totals and are replaced; a reading that is
 * older than what is stored, or says the same, is let go.
 */
export async function upsertRuns(
  tx: Knex,
  rows: readonly HistoryRow[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += BATCH) {
    const portion = rows.slice(start, start + BATCH);
    const stored: Array<Pick<HistoryRow, 'id' | (typeof MOVING)[number]>> =
      await whereIdIn(
        tx,
        tx('resource_history'),
        'id',
        portion.map(row => row.id),
      ).select('id', ...MOVING);
    const byId = new Map(stored.map(row => [row.id, row]));
    const news = portion.filter(row => {
      const before = byId.get(row.id);
      if (!before) return true;
      const isOlder =
        row.last_at < before.last_at ||
        (row.run_count ?? 0) < (before.run_count ?? 0);
      return !isOlder && MOVING.some(name => row[name] !== before[name]);
    });
    await insertRows(tx, { ...HISTORY, merge: MOVING }, news);
  }
}
