import { SLOTS, TOTAL } from './RowGroups';
import type { Selection } from './Selection';
import { TopRows } from './TopRows';

/** Rows that a page takes from, all of which have the same sort key or are ordered by one column. */
export interface Stretch {
  selection: Selection;
  /** How many rows `accepts`. */
  count: number;
  /** The groups that it accepts rows of. */
  groups: () => ArrayLike<number>;
  /** Which statuses it accepts: a bit per rank. */
  statusMask: number;
  /** Whether a row belongs to it. */
  accepts: (row: number) => boolean;
  /** Whether a row is behind where the page begins; absent: all are. */
  isPast?: (row: number) => boolean;
  compare: (a: number, b: number) => number;
  /** All rows of the index, in that order, from where the page begins. */
  walk: (visit: (row: number) => boolean) => void;
  /** How many rows that are. */
  length: number;
}

/** A row that is gathered costs about as much as this many that are walked past: it is anywhere in memory. */
const GATHER_COST = 2;
/** A walk may take this many times the steps that are to be expected before it is given up. */
const PATIENCE = 4;

/**
 * The first `limit` rows of a stretch. Where they are dense, by walking through all rows in order; where they are rare,
 * by gathering them from their groups: at worst about the square root of `limit` times all rows.
 */
export function collectRows(stretch: Stretch, limit: number): number[] {
  if (stretch.count === 0 || limit <= 0) return [];
  const wanted = Math.min(limit, stretch.count);
  const steps = (stretch.length / stretch.count) * wanted;
  const gathering = stretch.count * GATHER_COST;
  if (steps < gathering) {
    const found = walk(stretch, limit, Math.max(steps * PATIENCE, gathering));
    if (found) return found;
  }
  return gather(stretch, limit);
}

/** `undefined` when that would be more steps than `patience`: the rows are not where one would expect them. */
function walk(
  stretch: Stretch,
  limit: number,
  patience: number,
): number[] | undefined {
  const found: number[] = [];
  let left = patience;
  stretch.walk(row => {
    if (stretch.accepts(row)) found.push(row);
    left -= 1;
    return found.length < limit && left > 0;
  });
  return left > 0 || found.length === limit ? found : undefined;
}

function gather(stretch: Stretch, limit: number): number[] {
  const { selection, statusMask, isPast } = stretch;
  const top = new TopRows(limit, stretch.compare);
  const groups = stretch.groups();
  for (let i = 0; i < groups.length; i += 1) {
    const group = groups[i];
    for (let rank = 0; rank < TOTAL; rank += 1) {
      if (!(statusMask & (1 << rank))) continue;
      let row = selection.heads[group * SLOTS + rank];
      for (; row >= 0; row = selection.next[row]) {
        if (!isPast || isPast(row)) top.add(row);
      }
    }
  }
  return top.sorted();
}
