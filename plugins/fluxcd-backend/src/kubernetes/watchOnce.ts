import type { Clock } from './Clock';
import { isVersionLost } from './isVersionLost';
import { LineSplitter } from './LineSplitter';
import { readMetadata } from './readMetadata';

/** etcd takes objects of 1.5 MiB at most; JSON escapes may double that. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;
/** Bookmarks come every 60 to 62 s, recorded from Kubernetes 1.36: a stream silent for longer is dead. */
const IDLE_MS = 90_000;
/** What the server may be late with ending the stream. */
const GRACE_MS = 5_000;
/** A stream that ends sooner is a failure (unless it ends well and brought something), or a broken proxy makes a hot loop. */
const TOO_SHORT_MS = 1_000;

/** One event of a watch that changed an object. */
export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: object;
}

/** How a watch ended. */
export type WatchEnd =
  /** By the server, by us, or because the connection broke: the next one goes on from where the store stands. */
  | { type: 'ended' }
  /** Nothing can be continued at the resource version: only a list helps. */
  | { type: 'expired' }
  /** No byte for longer than a living server stays silent. */
  | { type: 'idle'; silent: boolean }
  /** What arrived cannot be trusted, so neither can what would follow. */
  | { type: 'malformed'; message: string }
  /** The server reported an error in the stream. */
  | { type: 'error'; message: string; retryAfterSeconds?: number }
  /** It lasted too short to be worth the connection. */
  | { type: 'too-short'; message: string };

interface Status {
  code?: number;
  reason?: string;
  details?: { retryAfterSeconds?: number };
}

function readError(status: Status | undefined): WatchEnd {
  // An object in etcd that could not be read was removed by force: no event tells which one (KEP-3926).
  if (isVersionLost(status) || status?.reason === 'StoreReadError') {
    return { type: 'expired' };
  }
  return {
    type: 'error',
    message: `The API server ended the watch with error ${Number(
      status?.code ?? 500,
    )}`,
    retryAfterSeconds:
      status?.code === 429
        ? Number(status.details?.retryAfterSeconds) || undefined
        : undefined,
  };
}

/** Reads one line; answers how the watch ended, if it did. */
function readLine(
  line: string,
  on: {
    event: (event: WatchEvent, resourceVersion: string) => void;
    bookmark: (resourceVersion: string) => void;
  },
): WatchEnd | undefined {
  let parsed: { type?: unknown; object?: unknown } | null;
  try {
    parsed = JSON.parse(line);
  } catch {
    return {
      type: 'malformed',
      message: 'The watch sent a line that is no JSON',
    };
  }
  const { type, object } = parsed ?? {};
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED': {
      const metadata = readMetadata(object);
      if (!metadata) break;
      on.event({ type, object: object as object }, metadata.resourceVersion);
      return undefined;
    }
    case 'BOOKMARK': {
      const version = (
        object as { metadata?: { resourceVersion?: unknown } } | undefined
      )?.metadata?.resourceVersion;
      if (typeof version !== 'string' || !version) break;
      on.bookmark(version);
      return undefined;
    }
    case 'ERROR':
      return readError(object as Status | undefined);
    default:
      return {
        type: 'malformed',
        message: 'The watch sent an event of unknown type',
      };
  }
  return {
    type: 'malformed',
    message: 'The watch sent an object without name, uid or resourceVersion',
  };
}

/** Follows an open watch until it ends, for whatever reason; never fails. */
export async function watchOnce(options: {
  chunks: AsyncIterable<Buffer>;
  timeoutSeconds: number;
  clock: Clock;
  /** Aborting it ends the watch, and is how this function drops the connection. */
  abort: AbortController;
  onEvent: (event: WatchEvent, resourceVersion: string) => void;
  onBookmark: (resourceVersion: string) => void;
  onContact: () => void;
}): Promise<WatchEnd> {
  const { chunks, timeoutSeconds, clock, abort } = options;
  const startedAt = clock.now();
  const lines = new LineSplitter({ maxBytes: MAX_LINE_BYTES });
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

  const read = (line: string) =>
    readLine(line, {
      event: (event, version) => {
        events += 1;
        options.onEvent(event, version);
      },
      bookmark: version => {
        events += 1;
        options.onBookmark(version);
      },
    });
  const follow = async (): Promise<WatchEnd> => {
    for await (const chunk of chunks) {
      lastByteAt = clock.now();
      options.onContact();
      const complete = lines.push(chunk);
      if (!complete) {
        return {
          type: 'malformed',
          message: `The watch sent a line of more than ${MAX_LINE_BYTES} bytes`,
        };
      }
      for (const line of complete) {
        if (abort.signal.aborted) return { type: 'ended' };
        const end = read(line);
        if (end) return end;
      }
    }
    return { type: 'ended' };
  };

  let broken = false;
  try {
    const end = await Promise.race([
      stopped,
      follow().catch((): WatchEnd => {
        broken = true;
        return { type: 'ended' };
      }),
    ]);
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
