import type { AksRow } from './AksRow';

/** A cluster can stand on two pages when others came or went between them; the later word counts. */
export function uniqueRows(rows: readonly AksRow[]): AksRow[] {
  return [...new Map(rows.map(row => [row.armId, row])).values()];
}
