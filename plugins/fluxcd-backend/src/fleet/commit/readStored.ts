import type { Knex } from 'knex';
import type { ResourceRow } from '../../database/ResourceRow';
import { whereIdIn } from '../../database/whereIdIn';

/** What a commit must know of the row that it may replace. */
export type StoredState = Pick<ResourceRow, 'id' | 'uid' | 'revision'> & {
  settled_status: ResourceRow['status'] | null;
  settled_since: string | null;
  changed_at: string | null;
  history_digest: string | null;
  row_digest: string | null;
  inventory_digest: string | null;
};

const COLUMNS = [
  'id',
  'uid',
  'revision',
  'settled_status',
  'settled_since',
  'changed_at',
  'history_digest',
  'row_digest',
  'inventory_digest',
] as const satisfies ReadonlyArray<keyof StoredState>;

/** What is stored of these rows, by id. */
export async function readStored(
  tx: Knex,
  rows: readonly ResourceRow[],
): Promise<Map<string, StoredState>> {
  const ids = rows.map(row => row.id);
  const found: StoredState[] = await whereIdIn(
    tx,
    tx('resources'),
    'id',
    ids,
  ).select(COLUMNS);
  return new Map(found.map(row => [row.id, row]));
}
