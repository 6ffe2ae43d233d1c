import { errors } from '../store/errors';
import type { StoredEvent } from '../store/ChangeFeed';
import type { KubeObject } from '../store/ObjectStore';
import type { Context } from './Context';
import { checkListOptions } from './listOptions';
import { partialMetadata } from './partialMetadata';
import { parseSelectors } from './selectors';
import { serialize } from './serialize';
import { table } from './table';
import type { Target } from './Target';

const BOOKMARK_INTERVAL_MS = Number(process.env.KUBE_SIM_BOOKMARK_MS ?? 60_000);
/** A busy watch gets a bookmark this long before its timeout, so that its resumption is cheap. */
const LAST_BOOKMARK_MS = 2_000;

function isTrue(value: string | null): boolean {
  return value === 'true' || value === '1';
}

/** Answers a watch; the stream ends by `timeoutSeconds`, by the client or with the server. */
export function watch(context: Context, target: Target): void {
  const { query, store, info, cluster, response } = context;
  const { kind } = target;
  const { version } = target.version;
  const accept = context.accept(kind.custom);
  const options = checkListOptions(context, 'watch');
  const matches = parseSelectors(query, kind);
  const bookmarks = isTrue(query.get('allowWatchBookmarks'));
  const objects = store.storeOf(kind);
  const namespace = info.namespace || undefined;

  let busy = false;
  let described = false;
  const visible = (object: KubeObject | undefined): boolean =>
    object !== undefined &&
    (!namespace || object.metadata.namespace === namespace) &&
    (!info.name || object.metadata.name === info.name) &&
    (!matches || matches(object));

  const write = (line: string): void => {
    response.write(line);
  };
  const render = (type: string, object: KubeObject): string => {
    let shown: string;
    if (accept.as === 'Table') {
      const shape = table([object], target, {
        metadata: { resourceVersion: object.metadata.resourceVersion! },
        query,
      });
      // Columns are described once per stream.
      shown = JSON.stringify(
        described ? { ...shape, columnDefinitions: null } : shape,
      );
      described = true;
    } else if (accept.as) {
      shown = JSON.stringify(partialMetadata(object));
    } else {
      shown = serialize.object(object, kind, version);
    }
    return `{"type":"${type}","object":${shown}}\n`;
  };
  const bookmark = (annotations?: Record<string, string>): void => {
    busy = false;
    const apiVersion = serialize.apiVersionOf(kind, version);
    const metadata = {
      ...(annotations ? { annotations } : {}),
      resourceVersion: String(store.version),
    };
    const object = { kind: kind.kind, apiVersion, metadata };
    write(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
  };
  const deliver = (
    event: StoredEvent,
    line: ((type: string) => string) | undefined,
  ): void => {
    const before = event.type !== 'ADDED' && visible(event.previous);
    const after = event.type !== 'DELETED' && visible(event.object);
    if (!before && !after) {
      return;
    }
    busy = true;
    let type = 'MODIFIED';
    if (!before) {
      type = 'ADDED';
    } else if (!after) {
      type = 'DELETED';
    }
    if (type === 'DELETED' && event.type !== 'DELETED') {
      // What leaves a selector is sent as it was when it still matched.
      const { metadata } = event.previous!;
      const { resourceVersion } = event.object.metadata;
      const last = {
        ...event.previous!,
        metadata: { ...metadata, resourceVersion },
      };
      write(render(type, last));
    } else {
      write(line && !accept.as ? line(type) : render(type, event.object));
    }
  };

  response.writeHead(200, context.headers('application/json'));
  const from = options.version ?? 0;
  const everything = from === 0 || options.sendInitialEvents === true;
  if (everything && options.sendInitialEvents !== false) {
    for (const object of objects.list(namespace)) {
      if (visible(object)) {
        write(render('ADDED', object));
      }
    }
    // A watch from before sendInitialEvents that names no version gets the end mark as well.
    const legacy =
      options.version === undefined && options.sendInitialEvents === undefined;
    if (bookmarks && (options.sendInitialEvents || legacy)) {
      bookmark({ 'k8s.io/initial-events-end': 'true' });
    }
  } else if (from > 0) {
    const missed = objects.changesSince(from);
    if (!missed) {
      const object = errors
        .expired(`too old resource version: ${from} (${objects.oldest})`)
        .toStatus();
      response.end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
      return;
    }
    missed.forEach(change => deliver({ ...change, kind }, undefined));
  }
  // Headers must reach the client though nothing happens for long.
  (response as any).flushHeaders?.();

  const timeout = Number(query.get('timeoutSeconds') ?? 0) * 1000;
  const timers: NodeJS.Timeout[] = [];
  let remove = (): void => undefined;
  const end = (): void => {
    remove();
    timers.forEach(clearTimeout);
    if (!response.writableEnded) {
      response.end();
    }
  };
  remove = cluster.watches.add(kind.group, kind.kind, {
    version,
    end,
    deliver: (event, line) => {
      if (event.version > from) {
        deliver(event, line);
      }
    },
  });
  response.on('close', end);
  // Without a timeout the real server picks one between 30 and 60 minutes.
  timers.push(setTimeout(end, timeout || (30 + Math.random() * 30) * 60_000));
  if (bookmarks) {
    timers.push(setInterval(() => bookmark(), BOOKMARK_INTERVAL_MS));
    if (timeout > LAST_BOOKMARK_MS) {
      timers.push(
        setTimeout(() => busy && bookmark(), timeout - LAST_BOOKMARK_MS),
      );
    }
  }
  timers.forEach(timer => timer.unref());
}
