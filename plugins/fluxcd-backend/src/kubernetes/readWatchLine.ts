import { isVersionLost } from './isVersionLost';
import { readMetadata } from './readMetadata';
import type { WatchEnd } from './WatchEnd';

/** What one line of a watch says. */
export type WatchLine =
  | {
      type: 'ADDED' | 'MODIFIED' | 'DELETED';
      object: object;
      resourceVersion: string;
    }
  | { type: 'BOOKMARK'; resourceVersion: string }
  | { type: 'END'; end: WatchEnd };

interface Status {
  code?: number;
  reason?: string;
  details?: { retryAfterSeconds?: number };
}

function malformed(message: string): WatchLine {
  return { type: 'END', end: { type: 'malformed', message } };
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

/** Reads one line of a watch; `parse` fails when it is no JSON. */
export function readWatchLine(
  line: Buffer,
  parse: (line: Buffer) => unknown,
): WatchLine {
  let parsed: { type?: unknown; object?: unknown } | null;
  try {
    parsed = parse(line) as typeof parsed;
  } catch {
    return malformed('The watch sent a line that is no JSON');
  }
  const { type, object } = parsed ?? {};
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED': {
      const metadata = readMetadata(object);
      if (!metadata) break;
      const { resourceVersion } = metadata;
      return { type, object: object as object, resourceVersion };
    }
    case 'BOOKMARK': {
      const version = (
        object as { metadata?: { resourceVersion?: unknown } } | undefined
      )?.metadata?.resourceVersion;
      if (typeof version !== 'string' || !version) break;
      return { type, resourceVersion: version };
    }
    case 'ERROR':
      return { type: 'END', end: readError(object as Status | undefined) };
    default:
      return malformed('The watch sent an event of unknown type');
  }
  return malformed(
    'The watch sent an object without name, uid or resourceVersion',
  );
}
