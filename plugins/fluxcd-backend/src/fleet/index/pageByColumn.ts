import { collectRows } from './collectRows';
import type { PageSource } from './PageSource';
import { groupOf } from './RowGroups';
import type { SortedRows } from './SortedRows';
import { TimeColumn } from './TimeColumn';

/** A page in the order of a column that the rows of each status are sorted by: of names, or of times. `name` is that of the cursor. */
export function pageByColumn(source: PageSource, name: number): number[] {
  const { parts, selection, facets, query, limit, isPastName } = source;
  const { groups, rows, texts, byName, bySince } = parts;
  const { after } = query;
  const { matched } = facets;
  const isByName = query.sort === 'name';
  const compareRun = (a: number, b: number) =>
    isByName
      ? texts.compare(rows.name[a], rows.name[b])
      : rows.statusSince.value(a) - rows.statusSince.value(b);
  const time = after ? TimeColumn.valueOf(String(after[0])) : 0;
  const compareKey = (row: number) =>
    isByName
      ? texts.compare(rows.name[row], name)
      : rows.statusSince.value(row) - time;
  const sign = query.order === 'asc' ? 1 : -1;
  const isPast = (row: number) => {
    const side = compareKey(row) * sign;
    return side > 0 || (side === 0 && isPastName(row));
  };

  const walkForwards = (sorted: SortedRows, visit: (row: number) => boolean) =>
    sorted.forwards(after && (row => !isPast(row)), visit);
  const walkBackwards = (
    sorted: SortedRows,
    visit: (row: number) => boolean,
  ) => {
    let goesOn = true;
    if (after) {
      // What is left of the run that the last page ended in.
      sorted.forwards(
        row => {
          const side = compareKey(row);
          return side < 0 || (side === 0 && !isPastName(row));
        },
        row => {
          if (compareKey(row) !== 0) return false;
          goesOn = visit(row);
          return goesOn;
        },
      );
    }
    if (!goesOn) return;
    sorted.backwards(after && (row => compareKey(row) < 0), compareRun, visit);
  };

  return collectRows(
    {
      selection,
      counts: countsOf(facets),
      groups: () => facets.matchedGroups,
      accepts: row =>
        matched[groupOf(groups.bucket[row])] === 1 && selection.has(row),
      isPast: after && isPast,
      compare: (a, b) => compareRun(a, b) * sign || rows.compareNames(a, b),
      orders: isByName ? byName : bySince,
      walk: query.order === 'asc' ? walkForwards : walkBackwards,
    },
    limit,
  );
}

/** Of the rows that match, by rank. The facet of the status counts also those that are not asked for. */
function countsOf({ ranks, status }: PageSource['facets']): number[] {
  return Array.from(status, (count, rank) =>
    ranks.includes(rank) ? count : 0,
  );
}
