import type { Clock } from './Clock';
import type { CollectionReader, WatchBatch } from './CollectionReader';
import type { WatchEnd } from './WatchEnd';

/** Bookmarks come every 60 to 62 s, recorded from Kubernetes 1.36: a stream silent for longer is dead. */
const IDLE_MS = 90_000;
/** What the server may be late with ending the stream. */
const GRACE_MS = 5_000;
/** A stream that ends sooner is a failure (unless it ends well and brought something), or a broken proxy makes a hot loop. */
const TOO_SHORT_MS = 1_000;

/** Follows an open watch until it ends, for whatever reason, and all that it brought is read; never fails. */
export async function watchOnce<T>(options: {
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
}): Promise<WatchEnd> {
  const { chunks, timeoutSeconds, clock, abort } = options;
  const startedAt = clock.now();
  let lastByteAt: number | undefined;
  let events = 0;

  let stop: (end: WatchEnd) => void = () => {};
  const stopped = new Promise<WatchEnd>(resolve => (stop = resolve));
  const onAbort = () => stop({ type: 'ended' });
  abort.signal.addEventListener('abort', onAbort, { once: true });
  const cancelHardStop = clock.after(timeoutSeconds * 1000 + GRACE_MS, () =>
    stop({ type: 'ended' }),
  );
  let cancelIdle = () => {};
  const armIdle = (ms: number) => {
    cancelIdle = clock.after(ms, () => {
      const left = (lastByteAt ?? startedAt) + IDLE_MS - clock.now();
      if (left > 0) armIdle(left);
      else stop({ type: 'idle', silent: lastByteAt === undefined });
    });
  };
  armIdle(IDLE_MS);

  let said: WatchEnd | undefined;
  const feed = options.reader.beginWatch(options.resourceVersion, batch => {
    if (abort.signal.aborted) return;
    events += batch.events;
    options.onBatch(batch);
    if (!batch.end) return;
    said ??= batch.end;
    stop(said);
  });
  let broken = false;
  const follow = async () => {
    try {
      for await (const chunk of chunks) {
        lastByteAt = clock.now();
        options.onContact();
        const full = feed.push(chunk);
        if (full) await full;
        if (said || abort.signal.aborted) return;
      }
    } catch {
      broken = true;
    }
    stop({ type: 'ended' });
  };

  try {
    follow();
    let end = await stopped;
    if (!abort.signal.aborted) await feed.end();
    // The last bytes may have said more of the end than that there are no more.
    if (end.type === 'ended' && said) end = said;
    const short = clock.now() - startedAt < TOO_SHORT_MS;
    if (
      end.type === 'ended' &&
      short &&
      !abort.signal.aborted &&
      (broken || events === 0)
    ) {
      return {
        type: 'too-short',
        message: broken
          ? 'The connection broke as soon as the watch was open'
          : 'The API server ended the watch at once',
      };
    }
    return end;
  } finally {
    cancelHardStop();
    cancelIdle();
    abort.signal.removeEventListener('abort', onAbort);
    abort.abort();
  }
}
