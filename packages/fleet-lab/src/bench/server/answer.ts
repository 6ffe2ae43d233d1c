import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { ApiServerCounts } from './ApiServerOptions';
import type { ObjectPool } from './ObjectPool';
import type { OpenWatches } from './OpenWatches';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

function discovery(pool: ObjectPool): object {
  const groups = [...new Set(pool.kinds.map(kind => kind.group))];
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    items: groups.map(group => {
      const kinds = pool.kinds.filter(kind => kind.group === group);
      return {
        metadata: { name: group },
        versions: [...new Set(kinds.map(kind => kind.version))].map(
          version => ({
            version,
            freshness: 'Current',
            resources: kinds
              .filter(kind => kind.version === version)
              .map(kind => ({
                resource: kind.plural,
                scope: 'Namespaced',
                verbs: ['get', 'list', 'watch', 'patch'],
              })),
          }),
        ),
      };
    }),
  };
}

/** Answers one request of a client of cluster `/cN`. */
export function answer(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  context: {
    pool: ObjectPool;
    watches: OpenWatches;
    counts: ApiServerCounts;
  },
): void {
  const { pool, watches, counts } = context;
  const url = new URL(request.url, 'https://localhost');
  const [, prefix, path] = /^\/c(\d+)(\/.*)$/.exec(url.pathname) ?? [];
  const cluster = Number(prefix);
  const send = (body: object) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  };
  const query = url.searchParams;
  const kind = pool.kinds.find(
    ({ group, version, plural }) =>
      path === `/apis/${group}/${version}/${plural}`,
  );
  if ((kind || path === DEFINITIONS) && query.get('watch')) {
    counts.watches += 1;
    watches.open(`${cluster}/${kind?.kind ?? ''}`, response, {
      timeoutSeconds: Number(query.get('timeoutSeconds')) || 3600,
      bookmarks: query.get('allowWatchBookmarks') === 'true',
    });
  } else if (kind) {
    counts.pages += 1;
    const gzip = /gzip/.test(String(request.headers['accept-encoding'] ?? ''));
    const page = pool.page(cluster, kind, {
      offset: Number(query.get('continue') ?? 0),
      limit: Number(query.get('limit') ?? 0),
      gzip,
    });
    response.setHeader('content-type', 'application/json');
    if (gzip) response.setHeader('content-encoding', 'gzip');
    response.setHeader('content-length', page.length);
    response.end(page);
  } else if (path === '/apis') {
    send(discovery(pool));
  } else if (path === '/version') {
    send({ major: '1', minor: '36', gitVersion: 'v1.36.2' });
  } else if (path === DEFINITIONS || path === '/apis/apps/v1/deployments') {
    send({
      kind: 'List',
      apiVersion: 'v1',
      metadata: { resourceVersion: '1000000' },
      items: [],
    });
  } else {
    response.statusCode = 404;
    send({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 404 });
  }
}
