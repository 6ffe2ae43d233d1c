/** 128 bits as four numbers. */
export type Bits = readonly [number, number, number, number];

const HEX = /^[\da-f]{32}$/;

/** @throws TypeError when the text is not 32 digits of lower-case hex, as an id of a resource is. */
export function parseBits(hex: string): Bits {
  if (!HEX.test(hex)) throw new TypeError('not the id of a resource');
  return [
    parseInt(hex.slice(0, 8), 16),
    parseInt(hex.slice(8, 16), 16),
    parseInt(hex.slice(16, 24), 16),
    parseInt(hex.slice(24), 16),
  ];
}

const BYTES = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);

/** The text that `row`'s four numbers in `column` were parsed from. */
export function formatBits(column: Uint32Array, row: number): string {
  let text = '';
  for (let i = row * 4; i < row * 4 + 4; i += 1) {
    const bits = column[i];
    text +=
      BYTES[bits >>> 24] +
      BYTES[(bits >>> 16) & 0xff] +
      BYTES[(bits >>> 8) & 0xff] +
      BYTES[bits & 0xff];
  }
  return text;
}

/** The same as a UUID. */
export function formatUuid(column: Uint32Array, row: number): string {
  const hex = formatBits(column, row);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
