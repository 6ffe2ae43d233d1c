/**
 * Lowers the letters of ASCII in the first `length` bytes. When there were any in upper case, notes behind the bytes
 * which, 7 to a byte whose highest bit is set. Answers the length with these notes; the buffer must have room for them.
 */
export function foldCase(bytes: Buffer, length: number): number {
  let end = length;
  for (let i = 0; i < length; i += 1) {
    const byte = bytes[i];
    if (byte < 0x41 || byte > 0x5a) continue;
    if (end === length) {
      end = length + Math.ceil(length / 7);
      bytes.fill(0x80, length, end);
    }
    bytes[i] = byte + 0x20;
    bytes[length + Math.floor(i / 7)] |= 1 << i % 7;
  }
  return end;
}

let scratch = Buffer.allocUnsafeSlow(4096);

/** The text that `foldCase` lowered and noted at `start`. */
export function unfoldCase(
  bytes: Buffer,
  start: number,
  length: number,
): string {
  if (length > scratch.length) scratch = Buffer.allocUnsafeSlow(length * 2);
  bytes.copy(scratch, 0, start, start + length);
  const notes = start + length;
  for (let i = 0; i < length; i += 7) {
    const note = bytes[notes + i / 7] & 0x7f;
    // Most have none.
    if (note === 0) continue;
    for (let bit = 0; bit < 7; bit += 1) {
      if (note & (1 << bit)) scratch[i + bit] -= 0x20;
    }
  }
  return scratch.toString('utf8', 0, length);
}
