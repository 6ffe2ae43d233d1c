import type { RowColumns } from './RowColumns';
import type { RowGroups } from './RowGroups';
import type { SortedRows } from './SortedRows';
import type { TextStore } from './TextStore';

/** What the index consists of, for what reads it. */
export interface IndexParts {
  readonly texts: TextStore;
  readonly rows: RowColumns;
  readonly groups: RowGroups;
  /** By rank: the rows of a status by name and id. */
  readonly byName: readonly SortedRows[];
  /** By rank: the same by the time since when they have it, then by name and id. */
  readonly bySince: readonly SortedRows[];
}
