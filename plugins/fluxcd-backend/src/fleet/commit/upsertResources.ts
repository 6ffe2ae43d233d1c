import type { Knex } from 'knex';
import { insertRows, type RowTable } from '../../database/insertRows';
import type { WrittenRow } from './planRows';

const COLUMNS: RowTable<WrittenRow>['columns'] = {
  id: 'text',
  cluster_id: 'text',
  api_group: 'text',
  version: 'text',
  kind: 'text',
  namespace: 'text',
  name: 'text',
  uid: 'text',
  resource_version: 'text',
  status: 'text',
  status_rank: 'integer',
  stalled: 'boolean',
  retrying: 'boolean',
  suspended: 'boolean',
  ready: 'text',
  reason: 'text',
  message: 'text',
  revision: 'text',
  attempted_revision: 'text',
  source_group: 'text',
  source_kind: 'text',
  source_namespace: 'text',
  source_name: 'text',
  url: 'text',
  facts: 'text',
  kubernetes_id: 'text',
  suspended_by: 'text',
  suspended_reason: 'text',
  suspended_at: 'text',
  status_since: 'text',
  settled_status: 'text',
  settled_since: 'text',
  changed_at: 'text',
  last_reconciled_at: 'text',
  created_at: 'text',
  updated_at: 'text',
  history_digest: 'text',
  row_digest: 'text',
  inventory_digest: 'text',
  change_number: 'integer',
};

const TABLE: RowTable<WrittenRow> = {
  name: 'resources',
  columns: COLUMNS,
  key: ['id'],
  merge: (Object.keys(COLUMNS) as Array<keyof WrittenRow>).filter(
    name => name !== 'id',
  ),
};

/** Writes whole rows, there or not. */
export async function upsertResources(
  tx: Knex,
  rows: readonly WrittenRow[],
): Promise<void> {
  await insertRows(tx, TABLE, rows);
}
