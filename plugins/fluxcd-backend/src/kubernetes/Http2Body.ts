import {
  type ClientHttp2Stream,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2';

/** The server has not begun with this request, so that it may be sent again. */
export class NotBegunError extends Error {
  constructor(cause: unknown) {
    super('The server did not begin with the request', { cause });
  }
}

function brokenOff(message: string): Error {
  return Object.assign(new Error(message), { code: 'ECONNRESET' });
}

/**
 * The answer on one HTTP/2 stream, its body chunk by chunk. Thousands of watches are open and silent at any time, so this
 * holds as little as it can: the iterator that Node's streams bring, and generators around it, weigh several times as
 * much.
 */
export class Http2Body implements AsyncIterableIterator<Buffer> {
  readonly #stream: ClientHttp2Stream;
  /** Whether the connection was lost rather than left in good order. */
  readonly #isLost: () => boolean;
  #failure: unknown;
  #closed = false;
  #wake: () => void = () => {};

  constructor(options: {
    stream: ClientHttp2Stream;
    isLost: () => boolean;
    onClose: () => void;
  }) {
    const { stream } = options;
    this.#stream = stream;
    this.#isLost = options.isLost;
    // For good: a stream that fails after its answer tells its reader, and must not tell the process.
    stream.on('error', error => {
      this.#failure = error;
    });
    stream.once('close', () => {
      this.#closed = true;
      options.onClose();
      this.#wake();
    });
  }

  /** Waits for the headers. Fails with NotBegunError when the server refused the stream (RFC 9113, section 8.7). */
  async headers(): Promise<IncomingHttpHeaders> {
    let found: IncomingHttpHeaders | undefined;
    const onResponse = (headers: IncomingHttpHeaders) => {
      found = headers;
      this.#wake();
    };
    this.#stream.once('response', onResponse);
    while (!found && !this.#closed) await this.#change();
    if (found) {
      this.#stream.on('readable', () => this.#wake());
      return found;
    }
    const cause = this.#failure ?? brokenOff('The stream was closed');
    throw this.#stream.rstCode === constants.NGHTTP2_REFUSED_STREAM
      ? new NotBegunError(cause)
      : cause;
  }

  async next(): Promise<IteratorResult<Buffer>> {
    for (;;) {
      const value: Buffer | null = this.#stream.read();
      if (value) return { value, done: false };
      if (this.#closed) break;
      await this.#change();
    }
    // A stream that was cancelled, or whose connection broke, ends in Node as if all had come. A server that leaves in
    // good order says so first, and finishes what it began (RFC 9113, section 6.8).
    if (this.#failure) throw this.#failure;
    if (this.#isLost() || this.#stream.rstCode !== constants.NGHTTP2_NO_ERROR) {
      throw brokenOff('The answer broke off');
    }
    return { value: undefined, done: true };
  }

  /** Whoever has read enough ends the request. */
  async return(): Promise<IteratorResult<Buffer>> {
    this.#stream.destroy();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #change(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
    });
  }
}
