import { InputError } from '@backstage/errors';
import {
  findFluxKind,
  type ObjectReference,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

const VERSION = /^v[0-9]+((alpha|beta)[0-9]+)?$/;
/** RFC 1123 label and subdomain: what API servers accept as names of namespaces and of Flux objects. */
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/**
 * The API path of a Flux object. Every part is checked by grammar: encoding does not help against `..`, and an
 * empty name would mean the whole collection.
 * @throws InputError
 */
export function objectPath(
  reference: ObjectReference,
  version: string,
): string {
  const { group, kind, namespace, name } = reference;
  const known = findFluxKind(group, kind);
  if (!known) throw new InputError('kind: is not a Flux kind');
  if (!VERSION.test(version)) throw new InputError('version: is not valid');
  if (!NAME.test(name) || name.includes('..')) {
    throw new InputError('name: must be an RFC 1123 subdomain');
  }
  if (!NAMESPACE.test(namespace)) {
    throw new InputError('namespace: must be an RFC 1123 label');
  }
  return `/apis/${group}/${version}/namespaces/${namespace}/${known.plural}/${name}`;
}
