/** 64 bits, as two unsigned integers of 32. */
export type Bits = readonly [number, number];

/** What no hash is, but by the rarest chance. */
export const NOTHING: Bits = [0, 0];

/** The first 64 bits of a hash in hex, if there is one. */
export function toBits(hex: string | null | undefined): Bits {
  if (!hex) return NOTHING;
  return [parseInt(hex.slice(0, 8), 16), parseInt(hex.slice(8, 16), 16)];
}

export function isSame(a: Bits, b: Bits): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
