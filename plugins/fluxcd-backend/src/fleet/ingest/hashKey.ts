import type { Bits } from './Bits';

/** 64 bits of a text: fast, and good enough where a collision does no harm. After FNV-1a and MurmurHash3. */
export function hashKey(text: string): Bits {
  let high = 0x811c9dc5;
  let low = 0x1b873593;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x85ebca6b);
    low ^= low >>> 13;
  }
  return [high >>> 0, low >>> 0];
}
