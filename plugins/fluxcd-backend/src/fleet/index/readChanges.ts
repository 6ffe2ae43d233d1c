import type { Knex } from 'knex';
import type { StoredResource } from '../../database/StoredResource';

/** From which change number on a cluster is to be read; -1: everything. */
export type Positions = ReadonlyMap<string, number>;

type ChangedRow = StoredResource & { change_number: number | string };

/** Few enough that to take them over holds nobody up. */
const PAGE = 500;
/** Of one cluster, when many are read together. */
const MIN_PAGE = 50;
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

/** Where the rows of a cluster go on: behind a change number, or behind a row of it. */
interface Place {
  clusterId: string;
  changeNumber: number | string;
  id?: string;
}

/** The next rows of one cluster: in the order of an index, so that a page costs the same in a fleet of any size. */
function selectPage(
  knex: Knex,
  { clusterId, changeNumber, id }: Place,
  limit: number,
): Knex.QueryBuilder {
  const select = knex('resources').where('cluster_id', clusterId);
  if (id === undefined) select.where('change_number', '>', changeNumber);
  else {
    select
      .where('change_number', '>=', changeNumber)
      .where(any =>
        any.where('change_number', '>', changeNumber).orWhere('id', '>', id),
      );
  }
  return select
    .orderBy(['cluster_id', 'change_number', 'id'])
    .limit(limit)
    .select(COLUMNS);
}

/**
 * The rows that changed since, as they are now, in pages. A row that changes while it is read moves to a later page:
 * it may come twice, but it is not missed.
 */
export async function* readChanges(
  knex: Knex,
  positions: Positions,
): AsyncGenerator<StoredResource[]> {
  let places: Place[] = [...positions].map(([clusterId, changeNumber]) => ({
    clusterId,
    changeNumber,
  }));
  let coming: Promise<ChangedRow[]> | undefined = readPages(knex, places);
  while (coming) {
    const rows: ChangedRow[] = await coming;
    places = continueBehind(rows, limitOf(places));
    // The next ones come while these are taken over.
    coming = places.length ? readPages(knex, places) : undefined;
    // Who stops before them does not hear of their failure.
    coming?.catch(() => {});
    if (rows.length) yield rows;
  }
}

function limitOf(places: readonly Place[]): number {
  return Math.max(Math.floor(PAGE / places.length), MIN_PAGE);
}

/** The next rows of some clusters, by one statement. */
async function readPages(
  knex: Knex,
  places: readonly Place[],
): Promise<ChangedRow[]> {
  // Each part in a query of its own, for SQLite takes no other with an order.
  const [first, ...others] = places.map((place, i) =>
    knex.select().from(selectPage(knex, place, limitOf(places)).as(`p${i}`)),
  );
  if (!first) return [];
  return first.unionAll(others).timeout(TIMEOUT_MS);
}

/** The clusters that may have more rows than these, of which each has at most `limit`. */
function continueBehind(rows: readonly ChangedRow[], limit: number): Place[] {
  const byCluster = new Map<string, ChangedRow[]>();
  for (const row of rows) {
    const own = byCluster.get(row.cluster_id);
    if (own) own.push(row);
    else byCluster.set(row.cluster_id, [row]);
  }
  return [...byCluster.values()]
    .filter(own => own.length === limit)
    .map(own => {
      const last = own[own.length - 1];
      return {
        clusterId: last.cluster_id,
        changeNumber: last.change_number,
        id: last.id,
      };
    });
}
