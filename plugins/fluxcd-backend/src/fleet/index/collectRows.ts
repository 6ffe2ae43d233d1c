import { SLOTS } from './RowGroups';
import type { Selection } from './Selection';
import type { SortedRows } from './SortedRows';
import { TopRows } from './TopRows';

/** Rows that a page takes from, all of which have the same sort key or are ordered by one column. */
export interface Stretch {
  selection: Selection;
  /** How many rows it has, by rank; of statuses that are not asked for 0. */
  counts: ArrayLike<number>;
  /** The groups that it has rows of. */
  groups: () => ArrayLike<number>;
  /** Whether a row is one of it, given that it has a status that is asked for. */
  accepts: (row: number) => boolean;
  /** Whether a row is behind where the page begins; absent: all are. */
  isPast?: (row: number) => boolean;
  compare: (a: number, b: number) => number;
  /** All rows of the index, by rank, in the order that `walk` goes through. */
  orders: readonly SortedRows[];
  /** Visits one of these from where the page begins, in the order of the page. */
  walk: (sorted: SortedRows, visit: (row: number) => boolean) => void;
}

/** A row that is gathered costs about as much as this many that are walked past: it is anywhere in memory. */
const GATHER_COST = 2;
/** A walk may take this many times the steps that are to be expected before it is given up. */
const PATIENCE = 4;

/**
 * The first `limit` rows of a stretch, status by status. Where they are dense, by walking through all rows of the
 * status in order; where they are rare, by gathering them from their groups: at worst about the square root of `limit`
 * times all rows.
 */
export function collectRows(stretch: Stretch, limit: number): number[] {
  if (limit <= 0) return [];
  const { counts, compare } = stretch;
  // The status that has the most rows tells soonest where the page ends; of the others little is left to be found.
  const ranks = [...stretch.orders.keys()]
    .filter(rank => counts[rank] > 0)
    .sort((a, b) => counts[b] - counts[a]);
  let found: number[] = [];
  for (const rank of ranks) {
    const last = found.length < limit ? undefined : found[limit - 1];
    const share = last === undefined ? 1 : counts[rank] / counts[ranks[0]];
    const more = collectRank({ stretch, rank, limit, last, share });
    found = found.length ? merge(found, more, compare) : more;
    found.length = Math.min(found.length, limit);
  }
  return found;
}

/** Of one status those that are not behind `last`, of which probably `share` of `limit` will be needed. */
interface Search {
  stretch: Stretch;
  rank: number;
  limit: number;
  last: number | undefined;
  share: number;
}

function collectRank(search: Search): number[] {
  const { stretch, rank, limit, share } = search;
  const count = stretch.counts[rank];
  const wanted = Math.min(Math.ceil(limit * share), count);
  const steps = (stretch.orders[rank].length / count) * wanted;
  const gathering = count * GATHER_COST;
  if (steps < gathering) {
    const found = walk(search, Math.max(steps * PATIENCE, gathering));
    if (found) return found;
  }
  return gather(search);
}

/** `undefined` when that would be more steps than `patience`: the rows are not where one would expect them. */
function walk(search: Search, patience: number): number[] | undefined {
  const { stretch, rank, limit, last } = search;
  const { accepts, compare } = stretch;
  const found: number[] = [];
  let left = patience;
  let isThrough = true;
  stretch.walk(stretch.orders[rank], row => {
    if (last !== undefined && compare(row, last) > 0) return false;
    if (accepts(row)) found.push(row);
    left -= 1;
    if (found.length === limit) return false;
    isThrough = left > 0;
    return isThrough;
  });
  return isThrough ? found : undefined;
}

function gather({ stretch, rank, limit, last }: Search): number[] {
  const { selection, isPast, compare } = stretch;
  const top = new TopRows(limit, compare);
  const groups = stretch.groups();
  for (let i = 0; i < groups.length; i += 1) {
    let row = selection.heads[groups[i] * SLOTS + rank];
    for (; row >= 0; row = selection.next[row]) {
      if (last !== undefined && compare(row, last) > 0) continue;
      if (!isPast || isPast(row)) top.add(row);
    }
  }
  return top.sorted();
}

function merge(
  a: readonly number[],
  b: readonly number[],
  compare: (a: number, b: number) => number,
): number[] {
  const merged: number[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const isFirst = j === b.length || (i < a.length && compare(a[i], b[j]) < 0);
    merged.push(isFirst ? a[i++] : b[j++]);
  }
  return merged;
}
