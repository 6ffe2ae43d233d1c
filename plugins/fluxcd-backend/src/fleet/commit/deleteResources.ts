import type { Knex } from 'knex';
import { insertRows, type RowTable } from '../../database/insertRows';
import { whereIdIn } from '../../database/whereIdIn';
import { type Before, describeDeletion } from '../../history/describeChange';
import { insertHistory } from '../../history/writeHistory';

const BATCH = 500;

const TOMBSTONES: RowTable<{
  cluster_id: string;
  change_number: number;
  resource_id: string;
  deleted_at: string;
}> = {
  name: 'resource_tombstones',
  columns: {
    cluster_id: 'text',
    change_number: 'integer',
    resource_id: 'text',
    deleted_at: 'text',
  },
  key: ['cluster_id', 'change_number', 'resource_id'],
  merge: [],
};

/** What the history tells of a resource that is gone. */
const COLUMNS = [
  'id',
  'cluster_id',
  'api_group',
  'kind',
  'namespace',
  'name',
  'uid',
  'revision',
  'settled_status',
  'settled_since',
] as const satisfies ReadonlyArray<keyof Before>;

/**
 * Deletes resources, and leaves of each a tombstone and what the history tells. Answers those that were there.
 *
 * @param numbers - the change number of each cluster before this commit
 */
export async function deleteResources(
  tx: Knex,
  ids: readonly string[],
  numbers: ReadonlyMap<string, number>,
  now: string,
): Promise<Before[]> {
  const all: Before[] = [];
  for (let start = 0; start < ids.length; start += BATCH) {
    const gone: Before[] = await whereIdIn(
      tx,
      tx('resources'),
      'id',
      ids.slice(start, start + BATCH),
    ).select(COLUMNS);
    if (!gone.length) continue;
    await insertHistory(
      tx,
      gone.map(row => describeDeletion(row, now)),
    );
    await insertRows(
      tx,
      TOMBSTONES,
      gone.map(row => ({
        cluster_id: row.cluster_id,
        change_number: numbers.get(row.cluster_id)! + 1,
        resource_id: row.id,
        deleted_at: now,
      })),
    );
    await whereIdIn(
      tx,
      tx('resources'),
      'id',
      gone.map(row => row.id),
    ).delete();
    all.push(...gone);
  }
  return all;
}
