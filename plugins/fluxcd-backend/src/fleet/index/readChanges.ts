import type { Knex } from 'knex';
import type { StoredResource } from '../../database/StoredResource';

/** From which change number on a cluster is to be read; -1: everything. */
export type Positions = ReadonlyMap<string, number>;

type ChangedRow = StoredResource & { change_number: number | string };

/** Few enough that to take them over holds nobody up. */
const PAGE = 500;
/** As for all that is read in a loop. Milliseconds. */
const TIMEOUT_MS = 30_000;

const COLUMNS = [
  'id',
  'cluster_id',
  'api_group',
  'version',
  'kind',
  'namespace',
  'name',
  'uid',
  'status',
  'status_rank',
  'stalled',
  'retrying',
  'suspended',
  'ready',
  'reason',
  'message',
  'revision',
  'attempted_revision',
  'source_group',
  'source_kind',
  'source_namespace',
  'source_name',
  'url',
  'facts',
  'kubernetes_id',
  'suspended_by',
  'suspended_reason',
  'suspended_at',
  'status_since',
  'changed_at',
  'last_reconciled_at',
  'created_at',
  'updated_at',
  'change_number',
] as const satisfies ReadonlyArray<keyof StoredResource>;

function whereBehind(
  select: Knex.QueryBuilder,
  positions: Positions,
): Knex.QueryBuilder {
  return select.where(any => {
    for (const [clusterId, changeNumber] of positions) {
      any.orWhere(all =>
        all
          .where('cluster_id', clusterId)
          .where('change_number', '>', changeNumber),
      );
    }
  });
}

/** Ids of the resources that were deleted since. Some of them may be there again. */
export async function readDeletions(
  knex: Knex,
  positions: Positions,
): Promise<string[]> {
  // Who reads everything sees by itself what is not there.
  const behind = new Map([...positions].filter(([, number]) => number >= 0));
  if (!behind.size) return [];
  return whereBehind(knex('resource_tombstones'), behind)
    .timeout(TIMEOUT_MS)
    .pluck('resource_id');
}

/**
 * The rows that changed since, as they are now, in pages. A row that changes while it is read moves to a later page:
 * it may come twice, but it is not missed.
 */
export async function* readChanges(
  knex: Knex,
  positions: Positions,
): AsyncGenerator<StoredResource[]> {
  let last: ChangedRow | undefined;
  do {
    const select = whereBehind(knex('resources'), positions);
    if (last) {
      select.whereRaw('(cluster_id, change_number, id) > (?, ?, ?)', [
        last.cluster_id,
        last.change_number,
        last.id,
      ]);
    }
    const rows = (await select
      .orderBy(['cluster_id', 'change_number', 'id'])
      .limit(PAGE)
      .select(COLUMNS)
      .timeout(TIMEOUT_MS)) as ChangedRow[];
    if (rows.length) yield rows;
    last = rows.length === PAGE ? rows.at(-1) : undefined;
  } while (last);
}
