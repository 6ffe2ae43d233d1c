import type { FacetCounts } from './countFacets';
import type { FleetQuery } from './FleetQuery';
import type { IndexParts } from './IndexParts';
import { pageByColumn } from './pageByColumn';
import { pageByKey } from './pageByKey';
import type { Selection } from './Selection';

/** What a page is taken from, and where it begins. */
export interface PageSource {
  parts: IndexParts;
  selection: Selection;
  facets: Pick<FacetCounts, 'matched' | 'statusMask' | 'total'>;
  /** The clusters in the order of their names; `code` is that of the dictionary. */
  clusters: ReadonlyArray<{ code: number; value: string }>;
  query: Pick<FleetQuery, 'sort' | 'order' | 'after'>;
  limit: number;
  /** With a cursor: whether a row is behind the name and the id that it tells. */
  isPastName: (row: number) => boolean;
}

/** The first `limit` rows behind the cursor, in order. */
export function pageRows(source: Omit<PageSource, 'isPastName'>): number[] {
  const { rows, texts } = source.parts;
  const { sort, after } = source.query;
  const [, name = '', id = ''] = after ?? [];
  // For as long as this takes, also when no row has that name any more: numbers of texts are quick to compare.
  const nameText = texts.acquire(name);
  const isPastName = (row: number) => {
    const difference = texts.compare(rows.name[row], nameText);
    return difference > 0 || (difference === 0 && rows.id(row) > id);
  };
  try {
    return sort === 'name' || sort === 'statusSince'
      ? pageByColumn({ ...source, isPastName }, nameText)
      : pageByKey({ ...source, isPastName });
  } finally {
    texts.release(nameText);
  }
}
