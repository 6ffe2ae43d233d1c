import type { ResourceRow } from '../../database/ResourceRow';
import type { StoredState } from './readStored';

/** No columns, or those that tell a reader nothing: `resource_version` moves with every heartbeat of a controller. */
const SILENT: ReadonlySet<string> = new Set<keyof ResourceRow>([
  'resource_version',
  'runs',
  'managed',
  'row_digest',
  'inventory_digest',
]);

/** Whether a reader could not tell the row from what is stored. */
export function isUnchanged(stored: StoredState, row: ResourceRow): boolean {
  const isSameInventory =
    row.managed === undefined ||
    row.inventory_digest === stored.inventory_digest;
  if (row.row_digest) {
    return isSameInventory && row.row_digest === stored.row_digest;
  }
  const before = stored as unknown as Record<string, unknown>;
  return (
    isSameInventory &&
    Object.entries(row).every(([column, value]) => {
      if (SILENT.has(column)) return true;
      const stands = before[column] ?? null;
      return typeof value === 'boolean'
        ? Boolean(stands) === value
        : stands === value;
    })
  );
}
