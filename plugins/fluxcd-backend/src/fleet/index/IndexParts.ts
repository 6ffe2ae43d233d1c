import type { RowColumns } from './RowColumns';
import type { RowGroups } from './RowGroups';
import type { SortedRows } from './SortedRows';
import type { TextStore } from './TextStore';

/** What the index consists of, for what reads it. */
export interface IndexParts {
  readonly texts: TextStore;
  readonly rows: RowColumns;
  readonly groups: RowGroups;
  /** All rows by name and id. */
  readonly byName: SortedRows;
  /** All rows by the time since when they have their status, then by name and id. */
  readonly bySince: SortedRows;
}
