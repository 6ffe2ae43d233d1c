import type { Knex } from 'knex';
import { databaseOf } from '../database/databaseOf';
import { insertRows, type RowTable } from '../database/insertRows';
import type { ManagedRow } from '../database/ManagedRow';
import { whereIdIn } from '../database/whereIdIn';
import { parseManagedText } from './parseManagedText';

/** What one resource has applied now. */
export interface Inventory {
  resourceId: string;
  /** See `toManagedText`. */
  managed: string;
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

function toRows({ resourceId, managed }: Inventory): Row[] {
  return parseManagedText(managed).map(object => ({
    resource_id: resourceId,
    ...object,
  }));
}

/** Makes the managed objects of some resources equal to their inventories: deletes what vanished, adds what is new. */
export async function writeManaged(
  tx: Knex,
  inventories: readonly Inventory[],
): Promise<void> {
  await insertAll(
    tx,
    inventories.filter(({ isFirst, managed }) => isFirst && managed),
  );
  const known = inventories.filter(({ isFirst }) => !isFirst);
  for (let start = 0; start < known.length; start += BATCH) {
    await update(tx, known.slice(start, start + BATCH));
  }
}

async function insertAll(
  tx: Knex,
  inventories: readonly Inventory[],
): Promise<void> {
  if (databaseOf(tx) !== 'postgres') {
    await insertRows(tx, MANAGED, inventories.flatMap(toRows));
  } else if (inventories.length) {
    // The database takes the texts apart, which costs it next to nothing and us nothing.
    await tx.raw(
      `INSERT INTO managed_objects (resource_id, namespace, name, api_group, kind)
      SELECT id, split_part(o, '/', 1), split_part(o, '/', 2), split_part(o, '/', 3), split_part(o, '/', 4)
      FROM unnest(string_to_array(?, ','), string_to_array(?, '%%')) AS r(id, managed),
        unnest(string_to_array(r.managed, '%')) AS o`,
      [
        inventories.map(({ resourceId }) => resourceId).join(','),
        inventories.map(({ managed }) => managed).join('%%'),
      ],
    );
  }
}

async function update(
  tx: Knex,
  inventories: readonly Inventory[],
): Promise<void> {
  const stored: Row[] = await whereIdIn(
    tx,
    tx('managed_objects'),
    'resource_id',
    inventories.map(({ resourceId }) => resourceId),
  ).select(KEY);
  const vanished = new Map(stored.map(row => [keyOf(row), row]));
  const added = inventories
    .flatMap(toRows)
    .filter(row => !vanished.delete(keyOf(row)));
  const gone = [...vanished.values()].map(row => KEY.map(name => row[name]));
  for (let first = 0; first < gone.length; first += DELETES) {
    await tx('managed_objects')
      .whereIn([...KEY], gone.slice(first, first + DELETES))
      .delete();
  }
  await insertRows(tx, MANAGED, added);
}
