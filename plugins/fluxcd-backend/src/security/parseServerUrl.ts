import { InputError } from '@backstage/errors';

const MAX_LENGTH = 2048;
/** etcd (client, peer) and the kubelet: they speak TLS beside an API server and are none. */
const FOREIGN_PORTS = new Set(['2379', '2380', '10250']);
/** A prefix such as Rancher's `/k8s/clusters/c-m-1234`. */
const PATH = /^[A-Za-z0-9._~/-]*$/;

/**
 * Checks the URL of an API server and gives it one spelling: lower case host without the root dot, no default port,
 * no slash at the end.
 */
export function parseServerUrl(text: string, field: string): string {
  const refuse = (rule: string): never => {
    throw new InputError(`${field} ${rule}`);
  };
  if (text.trim() === '') {
    refuse('must not be empty');
  }
  if (text.length > MAX_LENGTH) {
    refuse(`must be at most ${MAX_LENGTH} characters`);
  }
  // The URL parser drops tabs and line breaks and takes backslashes for slashes.
  if (!/^https:\/\/[^\s\\]+$/i.test(text.trim())) {
    refuse('must be a URL that starts with https://');
  }
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return refuse('must be a valid URL');
  }
  if (url.username || url.password || url.host === '' || /@/.test(url.host)) {
    refuse('must not hold a user name or password');
  }
  if (/[?#]/.test(text)) {
    refuse('must not have a query or a fragment');
  }
  if (FOREIGN_PORTS.has(url.port)) {
    refuse(`must not use port ${url.port}, which belongs to etcd or a kubelet`);
  }
  if (!PATH.test(url.pathname)) {
    refuse('must have a path of letters, digits, "-", ".", "_" and "~" only');
  }
  url.hostname = url.hostname.replace(/\.$/, '');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
