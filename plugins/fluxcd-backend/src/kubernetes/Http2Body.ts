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

/** So much may wait for a reader before the server has to. */
const MAX_WAITING_BYTES = 256 * 1024;

function brokenOff(message: string): Error {
  return Object.assign(new Error(message), { code: 'ECONNRESET' });
}

/** The connection that a stream is part of. */
export interface StreamOwner {
  /** Whether the connection was lost rather than left in good order. */
  readonly lost: boolean;
  /** Called when the stream is over. */
  closed(): void;
}

/**
 * The answer on one HTTP/2 stream, its body chunk by chunk. Thousands of watches are open and silent at any time, so this
 * holds as little as it can: the iterator that Node's streams bring, generators and asynchronous functions that wait
 * weigh several times as much.
 */
export class Http2Body implements AsyncIterableIterator<Buffer> {
  readonly #stream: ClientHttp2Stream;
  readonly #owner: StreamOwner;
  /** What came while nobody waited. */
  #chunks: Buffer[] = [];
  #waitingBytes = 0;
  #failure: unknown;
  #closed = false;
  #wake: (() => void) | undefined;
  /** Of who waits for a chunk. */
  #resolve:
    | ((result: IteratorResult<Buffer> | Promise<never>) => void)
    | undefined;

  constructor(stream: ClientHttp2Stream, owner: StreamOwner) {
    this.#stream = stream;
    this.#owner = owner;
    // For good: a stream that fails after its answer tells its reader, and must not tell the process.
    stream.on('error', error => {
      this.#failure = error;
    });
    stream.once('close', () => {
      this.#closed = true;
      this.#owner.closed();
      this.#wake?.();
      this.#look();
    });
  }

  /** Waits for the headers. Fails with NotBegunError when the server refused the stream (RFC 9113, section 8.7). */
  async headers(): Promise<IncomingHttpHeaders> {
    const found = await new Promise<IncomingHttpHeaders | undefined>(
      resolve => {
        this.#stream.once('response', resolve);
        this.#wake = () => resolve(undefined);
        if (this.#closed) this.#wake();
      },
    );
    this.#wake = undefined;
    if (found) {
      // Of all the ways in which a stream can be read this costs least, for each chunk and while there is none.
      this.#stream.on('data', (chunk: Buffer) => {
        this.#chunks.push(chunk);
        this.#waitingBytes += chunk.length;
        this.#look();
        if (this.#waitingBytes > MAX_WAITING_BYTES) this.#stream.pause();
      });
      return found;
    }
    const cause = this.#failure ?? brokenOff('The stream was closed');
    throw this.#stream.rstCode === constants.NGHTTP2_REFUSED_STREAM
      ? new NotBegunError(cause)
      : cause;
  }

  next(): Promise<IteratorResult<Buffer>> {
    return new Promise(resolve => {
      this.#resolve = resolve;
      this.#look();
    });
  }

  /** Whoever has read enough ends the request. */
  async return(): Promise<IteratorResult<Buffer>> {
    this.#stream.destroy();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #look(): void {
    const resolve = this.#resolve;
    const result = resolve && this.#take();
    if (!result) return;
    this.#resolve = undefined;
    resolve(result);
  }

  /** Nothing when nothing has come yet. */
  #take(): IteratorResult<Buffer> | Promise<never> | undefined {
    const value = this.#chunks.shift();
    if (value) {
      this.#waitingBytes -= value.length;
      return { value, done: false };
    }
    if (!this.#closed) {
      if (this.#stream.isPaused()) this.#stream.resume();
      return undefined;
    }
    // A stream that was cancelled, or whose connection broke, ends in Node as if all had come. A server that leaves in
    // good order says so first, and finishes what it began (RFC 9113, section 6.8).
    if (this.#failure) return Promise.reject(this.#failure);
    const { rstCode } = this.#stream;
    if (this.#owner.lost || rstCode !== constants.NGHTTP2_NO_ERROR) {
      return Promise.reject(brokenOff('The answer broke off'));
    }
    return { value: undefined, done: true };
  }
}
