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

/** The text that `foldCase` lowered and noted at `start`. */
export function unfoldCase(
  bytes: Buffer,
  start: number,
  length: number,
): string {
  const text = Buffer.allocUnsafe(length);
  bytes.copy(text, 0, start, start + length);
  const notes = start + length;
  for (let i = 0; i < length; i += 1) {
    if (bytes[notes + Math.floor(i / 7)] & (1 << i % 7)) text[i] -= 0x20;
  }
  return text.toString('utf8');
}
