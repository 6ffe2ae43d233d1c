import type { ResourceRow } from '../../database/ResourceRow';
import type { StoredState } from './readStored';

/** Whether a reader could not tell the row, nor what it applied, from what is stored. */
export function isUnchanged(stored: StoredState, row: ResourceRow): boolean {
  const isSameInventory =
    row.managed === undefined ||
    (row.inventory_digest ?? null) === stored.inventory_digest;
  return isSameInventory && row.row_digest === stored.row_digest;
}
