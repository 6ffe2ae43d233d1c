/**
 * A text in a chunk of bytes: a header, its bytes, and what notes its upper case. The header is a NUL, which no text
 * holds, so that it can be found from anywhere in the text; then the number of the text in 4 and its length in 3 bytes
 * of 7 bits each, with the highest bit set, so that none of them is a NUL.
 */
const HEADER = 8;

function writeHeader(
  bytes: Buffer,
  start: number,
  id: number,
  length: { text: number; all: number },
): void {
  bytes[start] = 0;
  for (let i = 0; i < 4; i += 1) {
    bytes[start + 1 + i] = 0x80 | ((id >>> (7 * i)) & 0x7f);
  }
  const folded = length.text * 2 + (length.all > length.text ? 1 : 0);
  for (let i = 0; i < 3; i += 1) {
    bytes[start + 5 + i] = 0x80 | ((folded >> (7 * i)) & 0x7f);
  }
}

function idAt(bytes: Buffer, start: number): number {
  return (
    (bytes[start + 1] & 0x7f) +
    ((bytes[start + 2] & 0x7f) << 7) +
    ((bytes[start + 3] & 0x7f) << 14) +
    ((bytes[start + 4] & 0x7f) << 21)
  );
}

/** Whether its upper case is noted behind it. */
function isFoldedAt(bytes: Buffer, start: number): boolean {
  return (bytes[start + 5] & 1) === 1;
}

/** Bytes of the text alone. */
function lengthAt(bytes: Buffer, start: number): number {
  return (
    ((bytes[start + 5] & 0x7f) >> 1) |
    ((bytes[start + 6] & 0x7f) << 6) |
    ((bytes[start + 7] & 0x7f) << 13)
  );
}

/** Bytes of the whole record. */
function sizeAt(bytes: Buffer, start: number): number {
  const length = lengthAt(bytes, start);
  return (
    HEADER + length + (isFoldedAt(bytes, start) ? Math.ceil(length / 7) : 0)
  );
}

export const textRecord = {
  HEADER,
  writeHeader,
  idAt,
  isFoldedAt,
  lengthAt,
  sizeAt,
};
