import { createHash } from 'node:crypto';

/** The id of a record: 128 bits of SHA-256 of what identifies it, in hex. The same record has the same everywhere. */
export function historyId(parts: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('hex')
    .slice(0, 32);
}
