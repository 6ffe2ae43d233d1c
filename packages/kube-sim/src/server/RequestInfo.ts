const WITHOUT_SUBRESOURCE = new Set(['proxy', 'watch']);
const VERBS: Record<string, string> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** What a request asks for, read from its path the way the API server reads it. */
export interface RequestInfo {
  /** The decoded path. */
  path: string;
  verb: string;
  isResource: boolean;
  group: string;
  version: string;
  namespace: string;
  resource: string;
  subresource: string;
  name: string;
  /** Path segments after group, version and namespace. */
  parts: string[];
}

/**
 * The path is decoded before it is cut into segments, so `%2f` acts as a slash, and nothing is cleaned:
 * `..` and empty segments stay (recordings/errors/dotdot).
 */
export function parseRequestInfo(
  method: string,
  rawPath: string,
  query: URLSearchParams,
): RequestInfo {
  let path: string;
  try {
    path = decodeURIComponent(rawPath);
  } catch {
    path = rawPath;
  }
  const info: RequestInfo = {
    path,
    verb: method.toLowerCase(),
    isResource: false,
    group: '',
    version: '',
    namespace: '',
    resource: '',
    subresource: '',
    name: '',
    parts: [],
  };
  let parts = path.replace(/^\/+|\/+$/g, '').split('/');
  const prefix = parts.shift();
  if (prefix === 'apis') {
    if (parts.length < 3) {
      return info;
    }
    info.group = parts.shift()!;
  } else if (prefix !== 'api' || parts.length < 2) {
    return info;
  }
  info.isResource = true;
  info.version = parts.shift()!;
  info.verb = VERBS[method] ?? '';
  if (WITHOUT_SUBRESOURCE.has(parts[0]) && parts.length > 1) {
    info.verb = parts.shift()!;
  }
  if (parts[0] === 'namespaces' && parts.length > 1) {
    info.namespace = parts[1];
    if (parts.length > 2 && !['status', 'finalize'].includes(parts[2])) {
      parts = parts.slice(2);
    }
  }
  info.parts = parts;
  info.resource = parts[0];
  info.name = parts[1] ?? '';
  if (parts.length >= 3 && !WITHOUT_SUBRESOURCE.has(info.verb)) {
    info.subresource = parts[2];
  }
  if (!info.name && info.verb === 'get') {
    const watch = query.get('watch');
    info.verb =
      watch !== null && !['', 'false', '0', 'f', 'F'].includes(watch)
        ? 'watch'
        : 'list';
  }
  if (!info.name && info.verb === 'delete') {
    info.verb = 'deletecollection';
  }
  return info;
}
