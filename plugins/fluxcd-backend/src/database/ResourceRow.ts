import type { HistoryRun } from './HistoryRow';
import type { StoredResource } from './StoredResource';

/** A row of the table `resources` as the fleet writes it. */
export type ResourceRow = Omit<
  StoredResource,
  | 'stalled'
  | 'retrying'
  | 'suspended'
  | 'updated_at'
  | 'changed_at'
  | 'change_number'
> & {
  stalled: boolean;
  retrying: boolean;
  suspended: boolean;
  resource_version: string;
  /** Another one when `runs` are others. */
  history_digest?: string | null;
  /** Another one when a reader could tell the rows apart. */
  row_digest: string;
  /** Another one when `managed` is another. */
  inventory_digest?: string | null;
  /** No column: what goes to the table `managed_objects`, see `toManagedText`. `undefined`: as it is stored. */
  managed?: string;
  /** No column: what goes to the table `resource_history`. */
  runs?: HistoryRun[];
};
