import { asText } from './asText';
import type { FluxObject } from './FluxObject';
import { readObject } from './readObject';
import { stripUrl } from './stripUrl';

const KINDS = ['GitRepository', 'OCIRepository', 'HelmRepository', 'Bucket'];

/**
 * The address of a source without user info, query and fragment, which may hold credentials;
 * undefined for other kinds, and for what is no URL of a protocol that Flux sources use. A Bucket's
 * endpoint carries no scheme and is written as `https` (or `http` when `insecure`), with the bucket as path.
 * @public
 */
export function readUrl(object: FluxObject): string | undefined {
  const { kind, spec } = readObject(object);
  if (!KINDS.includes(kind)) return undefined;
  let text = asText(spec.url);
  if (kind === 'Bucket') {
    const endpoint = asText(spec.endpoint);
    if (!endpoint) return undefined;
    text = `${spec.insecure === true ? 'http' : 'https'}://${endpoint}/${
      asText(spec.bucketName) ?? ''
    }`;
  }
  return stripUrl(text);
}
