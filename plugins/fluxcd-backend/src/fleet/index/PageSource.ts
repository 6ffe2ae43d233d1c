import type { FacetCounts } from './countFacets';
import type { FleetQuery } from './FleetQuery';
import type { IndexParts } from './IndexParts';
import type { Selection } from './Selection';

/** What a page is taken from, and where it begins. */
export interface PageSource {
  parts: IndexParts;
  selection: Selection;
  facets: Pick<FacetCounts, 'matched' | 'matchedGroups' | 'ranks' | 'status'>;
  /** The clusters in the order of their names; `code` is that of the dictionary. */
  clusters: ReadonlyArray<{ code: number; value: string }>;
  query: Pick<FleetQuery, 'sort' | 'order' | 'after'>;
  limit: number;
  /** With a cursor: whether a row is behind the name and the id that it tells. */
  isPastName: (row: number) => boolean;
}
