import type { Knex } from 'knex';
import type { HistoryRow } from '../database/HistoryRow';

/** SQLite allows 500 terms in the compound SELECT that knex makes of an insert. */
const BATCH = 100;

/** What of a run moves while it goes on. */
const MOVING = [
  'last_at',
  'outcome',
  'action',
  'run_count',
  'duration_ms',
] as const satisfies ReadonlyArray<keyof HistoryRow>;

function* portions<T>(rows: readonly T[]): Iterable<T[]> {
  for (let start = 0; start < rows.length; start += BATCH) {
    yield rows.slice(start, start + BATCH);
  }
}

/** Records what happened; what was recorded before stays as it is. */
export async function insertHistory(
  tx: Knex,
  rows: readonly HistoryRow[],
): Promise<void> {
  for (const portion of portions(rows)) {
    // Not `ignore()`: MariaDB would then let go of every other error too.
    await tx('resource_history').insert(portion).onConflict('id').merge(['id']);
  }
}

/**
 * Records runs, and brings those that go on up to date. Their counters are totals and are replaced; a reading that is
 * older than what is stored, or says the same, is let go.
 */
export async function upsertRuns(
  tx: Knex,
  rows: readonly HistoryRow[],
): Promise<void> {
  for (const portion of portions(rows)) {
    const stored: Array<Pick<HistoryRow, 'id' | (typeof MOVING)[number]>> =
      await tx('resource_history')
        .whereIn(
          'id',
          portion.map(row => row.id),
        )
        .select('id', ...MOVING);
    const byId = new Map(stored.map(row => [row.id, row]));
    const news = portion.filter(row => {
      const before = byId.get(row.id);
      if (!before) return true;
      const isOlder =
        row.last_at < before.last_at ||
        (row.run_count ?? 0) < (before.run_count ?? 0);
      return !isOlder && MOVING.some(name => row[name] !== before[name]);
    });
    if (!news.length) continue;
    await tx('resource_history')
      .insert(news)
      .onConflict('id')
      .merge([...MOVING]);
  }
}
