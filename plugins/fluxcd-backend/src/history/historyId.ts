import { hash } from 'node:crypto';

/** The id of a record: 128 bits of SHA-256 of what identifies it, in hex. The same record has the same everywhere. */
export function historyId(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts)).slice(0, 32);
}
