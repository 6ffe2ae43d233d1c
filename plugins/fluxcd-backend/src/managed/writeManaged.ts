import type { Knex } from 'knex';
import { insertRows, type RowTable } from '../database/insertRows';
import type { ManagedRow } from '../database/ManagedRow';
import { whereIdIn } from '../database/whereIdIn';

/** What one resource has applied now. */
export interface Inventory {
  resourceId: string;
  managed: readonly ManagedRow[];
  /** Nothing is stored for it yet. */
  isFirst: boolean;
}

type Row = ManagedRow & { resource_id: string };

const KEY = ['resource_id', 'api_group', 'kind', 'namespace', 'name'] as const;

const MANAGED: RowTable<Row> = {
  name: 'managed_objects',
  columns: {
    resource_id: 'text',
    api_group: 'text',
    kind: 'text',
    namespace: 'text',
    name: 'text',
  },
  key: KEY,
  merge: [],
};

/** Keys that one statement deletes: older SQLite takes 999 parameters. */
const DELETES = 150;
/** Resources whose stored objects are in memory at a time. */
const BATCH = 50;

const keyOf = (row: Row) => JSON.stringify(KEY.map(name => row[name]));

/** Makes the managed objects of some resources equal to their inventories: deletes what vanished, adds what is new. */
export async function writeManaged(
  tx: Knex,
  inventories: readonly Inventory[],
): Promise<void> {
  for (let start = 0; start < inventories.length; start += BATCH) {
    const portion = inventories.slice(start, start + BATCH);
    const known = portion.filter(({ isFirst }) => !isFirst);
    const stored: Row[] = known.length
      ? await whereIdIn(
          tx,
          tx('managed_objects'),
          'resource_id',
          known.map(({ resourceId }) => resourceId),
        ).select(KEY)
      : [];
    const vanished = new Map(stored.map(row => [keyOf(row), row]));
    const added: Row[] = [];
    for (const { resourceId, managed } of portion) {
      for (const { api_group, kind, namespace, name } of managed) {
        const row = {
          resource_id: resourceId,
          api_group,
          kind,
          namespace,
          name,
        };
        if (!vanished.delete(keyOf(row))) added.push(row);
      }
    }
    const gone = [...vanished.values()].map(row => KEY.map(name => row[name]));
    for (let first = 0; first < gone.length; first += DELETES) {
      await tx('managed_objects')
        .whereIn([...KEY], gone.slice(first, first + DELETES))
        .delete();
    }
    await insertRows(tx, MANAGED, added);
  }
}
