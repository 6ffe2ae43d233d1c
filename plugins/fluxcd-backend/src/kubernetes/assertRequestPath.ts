import { KubernetesError } from './KubernetesError';

/** What an API path may hold: unreserved characters, `:` and `@` (names of RBAC objects), percent escapes. */
const SEGMENT = /^[A-Za-z0-9._~:@!$&'()*+,;=%-]+$/;

/**
 * The last line behind the grammar checks of callers. An API server takes an empty name for the whole collection,
 * so that DELETE of `…/configmaps/` deletes every one of them; proxies in between resolve `..`.
 */
export function assertRequestPath(path: string): void {
  const segments = path.split('/');
  const sound =
    segments.length > 1 &&
    segments[0] === '' &&
    segments.slice(1).every(isSoundSegment);
  if (!sound) {
    throw new KubernetesError('The path of the request is not valid.', {
      reason: 'invalid',
    });
  }
}

function isSoundSegment(segment: string): boolean {
  if (!SEGMENT.test(segment)) {
    return false;
  }
  try {
    const name = decodeURIComponent(segment);
    return name !== '.' && name !== '..' && !name.includes('/');
  } catch {
    return false;
  }
}
