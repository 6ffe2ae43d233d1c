/** Cuts a stream of bytes into lines, holding no more than one line that is not complete. */
export class LineSplitter {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #size = 0;

  constructor(options: { maxBytes: number }) {
    this.#maxBytes = options.maxBytes;
  }

  /** The lines that `chunk` completes, or `undefined` when a line is longer than allowed. They may be parts of it. */
  push(chunk: Buffer): Buffer[] | undefined {
    const lines: Buffer[] = [];
    let start = 0;
    for (
      let end = chunk.indexOf(10);
      end >= 0;
      start = end + 1, end = chunk.indexOf(10, start)
    ) {
      // Who sends nothing but ends of lines is read quickly.
      if (end === start && !this.#size) continue;
      if (!this.#add(chunk.subarray(start, end))) return undefined;
      const line =
        this.#parts.length === 1
          ? this.#parts[0]
          : Buffer.concat(this.#parts, this.#size);
      this.#parts = [];
      this.#size = 0;
      if (!isBlank(line)) lines.push(line);
    }
    return this.#add(chunk.subarray(start)) ? lines : undefined;
  }

  #add(part: Buffer): boolean {
    this.#size += part.length;
    if (this.#size > this.#maxBytes) return false;
    if (part.length) this.#parts.push(part);
    return true;
  }
}

/** Blank as `trim` has it, for ASCII. */
function isBlank(line: Buffer): boolean {
  return line.every(byte => byte === 32 || (byte >= 9 && byte <= 13));
}
