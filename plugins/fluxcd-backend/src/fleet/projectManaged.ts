import { hash } from 'node:crypto';
import {
  type FluxObject,
  parseInventory,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { cleanText } from '../database/cleanText';
import type { ManagedRow } from '../database/ManagedRow';

/**
 * What an object applied, as its inventory says, storable and each object once; and a digest of it all, 128 bits of
 * SHA-256 in hex, `null` when there is none.
 */
export function projectManaged(object: FluxObject): {
  managed: ManagedRow[];
  inventory_digest: string | null;
} {
  const rows = new Map<string, ManagedRow>();
  for (const entry of parseInventory(object)) {
    const row = {
      api_group: cleanText(entry.group, 253) ?? '',
      kind: cleanText(entry.kind, 63) ?? '',
      namespace: cleanText(entry.namespace, 63) ?? '',
      name: cleanText(entry.name, 253) ?? '',
    };
    // No text that is storable holds a NUL.
    rows.set(
      `${row.api_group}\0${row.kind}\0${row.namespace}\0${row.name}`,
      row,
    );
  }
  return {
    managed: [...rows.values()],
    // Controllers keep their inventories in order.
    inventory_digest: rows.size
      ? hash('sha256', [...rows.keys()].join('\n')).slice(0, 32)
      : null,
  };
}
