import type { Knex } from 'knex';
import type { WrittenRow } from './planRows';

/** SQLite allows 500 terms in the compound SELECT that knex makes of an insert. */
function rowsPerStatement(tx: Knex): number {
  return String(tx.client.config.client).includes('sqlite') ? 100 : 500;
}

/** Writes whole rows, there or not. */
export async function upsertResources(
  tx: Knex,
  rows: readonly WrittenRow[],
): Promise<void> {
  const size = rowsPerStatement(tx);
  for (let start = 0; start < rows.length; start += size) {
    await tx('resources')
      .insert(rows.slice(start, start + size))
      .onConflict('id')
      .merge();
  }
}
