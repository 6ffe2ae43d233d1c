import { hash } from 'node:crypto';

/**
 * Another one when the managed objects are others: 128 bits of SHA-256 of their text, in hex; `null` when there are
 * none. Controllers keep their inventories in order.
 */
export function digestManaged(managed: string): string | null {
  return managed ? hash('sha256', managed).slice(0, 32) : null;
}
