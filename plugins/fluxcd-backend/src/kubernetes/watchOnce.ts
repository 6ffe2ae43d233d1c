import type { Clock } from './Clock';
import type {
  CollectionReader,
  WatchBatch,
  WatchFeed,
} from './CollectionReader';
import type { WatchEnd } from './WatchEnd';

/** Bookmarks come every 60 to 62 s, recorded from Kubernetes 1.36: a stream silent for longer is dead. */
const IDLE_MS = 90_000;
/** What the server may be late with ending the stream. */
const GRACE_MS = 5_000;
/** A stream that ends sooner is a failure (unless it ends well and brought something), or a broken proxy makes a hot loop. */
const TOO_SHORT_MS = 1_000;

interface WatchOptions<T> {
  chunks: AsyncIterable<Buffer>;
  reader: CollectionReader<T>;
  /** That the watch was opened with. */
  resourceVersion: string | undefined;
  timeoutSeconds: number;
  clock: Clock;
  /** Aborting it ends the watch, and is how this function drops the connection. */
  abort: AbortController;
  onBatch: (batch: WatchBatch<T>) => void;
  onContact: () => void;
}

/** One watch. Thousands are open and silent: an object weighs less than functions that hold on to what is around them. */
class OpenWatch<T> {
  readonly #options: WatchOptions<T>;
  readonly #startedAt: number;
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #feed: WatchFeed;
  /** Until the server should have ended it. By timers alone, for clocks are set. Milliseconds. */
  #left: number;
  #cancelTimer = () => {};
  #lastByteAt: number | undefined;
  #events = 0;
  /** What the stream itself said of its end. */
  #said: WatchEnd | undefined;
  #broken = false;
  readonly #resolve: (end: Promise<WatchEnd>) => void;
  #stopped = false;

  constructor(
    options: WatchOptions<T>,
    /** Told once how the watch ended. */
    resolve: (end: Promise<WatchEnd>) => void,
  ) {
    const { clock, timeoutSeconds, abort } = options;
    this.#options = options;
    this.#resolve = resolve;
    this.#startedAt = clock.now();
    this.#left = timeoutSeconds * 1000 + GRACE_MS;
    this.#chunks = options.chunks[Symbol.asyncIterator]();
    this.#feed = options.reader.beginWatch(options.resourceVersion, batch =>
      this.#take(batch),
    );
    abort.signal.addEventListener('abort', this, { once: true });
    this.#arm(IDLE_MS);
    this.#read();
  }

  /** Of the signal: it was aborted. */
  handleEvent(): void {
    this.#stop({ type: 'ended' });
  }

  #stop(end: WatchEnd): void {
    if (this.#stopped) return;
    this.#stopped = true;
    // Not at once: a reader may have lost what it knew before this object is complete.
    this.#resolve(Promise.resolve(end).then(said => this.#finish(said)));
  }

  /** Reads what is left, unless nobody wants it, and drops the connection. */
  async #finish(end: WatchEnd): Promise<WatchEnd> {
    const { abort } = this.#options;
    try {
      if (!abort.signal.aborted) await this.#feed.end();
      return this.#judge(end);
    } finally {
      this.#cancelTimer();
      abort.signal.removeEventListener('abort', this);
      abort.abort();
    }
  }

  #judge(end: WatchEnd): WatchEnd {
    const { clock, abort } = this.#options;
    if (end.type !== 'ended') return end;
    // The last bytes may have said more of the end than that there are no more.
    if (this.#said && this.#said.type !== 'ended') return this.#said;
    const short = clock.now() - this.#startedAt < TOO_SHORT_MS;
    const fruitless = this.#broken || this.#events === 0;
    if (!short || !fruitless || abort.signal.aborted) return end;
    return {
      type: 'too-short',
      message: this.#broken
        ? 'The connection broke as soon as the watch was open'
        : 'The API server ended the watch at once',
    };
  }

  #take(batch: WatchBatch<T>): void {
    if (this.#options.abort.signal.aborted) return;
    this.#events += batch.events;
    this.#options.onBatch(batch);
    if (!batch.end) return;
    this.#said ??= batch.end;
    this.#stop(this.#said);
  }

  #arm(idleMs: number): void {
    const ms = Math.min(idleMs, this.#left);
    this.#cancelTimer = this.#options.clock.after(ms, () => {
      this.#left -= ms;
      const since = this.#lastByteAt ?? this.#startedAt;
      const idle = since + IDLE_MS - this.#options.clock.now();
      if (this.#left <= 0) this.#stop({ type: 'ended' });
      else if (idle > 0) this.#arm(idle);
      else this.#stop({ type: 'idle', silent: this.#lastByteAt === undefined });
    });
  }

  readonly #read = (): void => {
    if (this.#stopped) return;
    this.#chunks.next().then(this.#hear, this.#lose);
  };

  readonly #hear = ({ done, value }: IteratorResult<Buffer>): void => {
    // The reader would take it for handed out, when it comes too late to be; the next watch brings it again.
    if (this.#stopped) return;
    if (done) {
      this.#stop({ type: 'ended' });
      return;
    }
    this.#lastByteAt = this.#options.clock.now();
    try {
      this.#options.onContact();
      const full = this.#feed.push(value);
      if (full) full.then(this.#read);
      else this.#read();
    } catch {
      this.#lose();
    }
  };

  readonly #lose = (): void => {
    this.#broken = true;
    this.#stop({ type: 'ended' });
  };
}

/** Follows an open watch until it ends, for whatever reason, and all that it brought is read; never fails. */
export function watchOnce<T>(options: WatchOptions<T>): Promise<WatchEnd> {
  return new Promise(resolve => {
    // It lives by its timer, and by whoever brings it bytes.
    void new OpenWatch(options, resolve);
  });
}
