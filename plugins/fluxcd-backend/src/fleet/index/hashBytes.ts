/** FNV-1a, with its last bits spread over all. */
export function hashBytes(
  bytes: Buffer,
  start: number,
  length: number,
): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < start + length; i += 1) {
    hash = Math.imul(hash ^ bytes[i], 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
