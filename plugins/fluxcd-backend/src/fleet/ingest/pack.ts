/** Copies the chunks into one buffer that a thread can be given. */
export function pack(chunks: readonly Buffer[]): ArrayBuffer {
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  // Of its own, not of the pool, which cannot change hands; not filled with zeros first.
  const packed = Buffer.allocUnsafeSlow(size);
  let offset = 0;
  for (const chunk of chunks) {
    packed.set(chunk, offset);
    offset += chunk.length;
  }
  return packed.buffer as ArrayBuffer;
}
