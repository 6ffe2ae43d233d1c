/** A request of a replica to a cluster, as the fault proxy saw it. */
export interface ProxiedRequest {
  /** Milliseconds since 1970. */
  at: number;
  method: string;
  /** Without its query. */
  path: string;
  query: URLSearchParams;
  type: 'list' | 'watch' | 'discovery' | 'version' | 'other';
  /** Of a list or watch. */
  plural: string;
  token: string;
  /** 0 as long as nothing was answered. */
  status: number;
}

const COLLECTION = /^\/apis\/([^/]+)\/([^/]+)\/([a-z]+)$/;
const DISCOVERY = /^\/apis(\/[^/]+\/[^/]+)?$/;

export function toProxiedRequest(
  method: string,
  url: string,
  authorization: string | undefined,
): ProxiedRequest {
  const { pathname: path, searchParams: query } = new URL(url, 'https://x');
  const plural = COLLECTION.exec(path)?.[3] ?? '';
  let type: ProxiedRequest['type'] = 'other';
  if (method === 'GET' && plural) type = query.get('watch') ? 'watch' : 'list';
  else if (DISCOVERY.test(path)) type = 'discovery';
  else if (path === '/version') type = 'version';
  const token = authorization?.replace(/^Bearer /, '') ?? '';
  const at = Date.now();
  return { at, method, path, query, type, plural, token, status: 0 };
}
