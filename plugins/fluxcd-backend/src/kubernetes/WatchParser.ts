import { LineSplitter } from './LineSplitter';
import { parseJson } from './parseJson';
import { readWatchLine, type WatchLine } from './readWatchLine';
import type { WatchEnd } from './WatchEnd';

/** etcd takes objects of 1.5 MiB at most; JSON escapes may double that. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;

/** Reads the bytes of one watch, up to the first line that ends it. */
export class WatchParser {
  readonly #lines = new LineSplitter({ maxBytes: MAX_LINE_BYTES });
  readonly #parse: (line: Buffer) => unknown;
  #ended = false;

  constructor(options: { parse?: (line: Buffer) => unknown } = {}) {
    this.#parse = options.parse ?? parseJson;
  }

  /** Calls back with each event and bookmark that the chunk completes; answers how the watch ended, if it did. */
  push(
    chunk: Buffer,
    onLine: (said: Exclude<WatchLine, { type: 'END' }>, line: Buffer) => void,
    /** Whether a line was dealt with at a glance, so that it need not be parsed. */
    isDone: (line: Buffer) => boolean = () => false,
  ): WatchEnd | undefined {
    if (this.#ended) return undefined;
    const complete = this.#lines.push(chunk);
    if (!complete) {
      this.#ended = true;
      return {
        type: 'malformed',
        message: `The watch sent a line of more than ${MAX_LINE_BYTES} bytes`,
      };
    }
    for (const line of complete) {
      if (isDone(line)) continue;
      const said = readWatchLine(line, this.#parse);
      if (said.type === 'END') {
        this.#ended = true;
        return said.end;
      }
      onLine(said, line);
    }
    return undefined;
  }
}
