import { describeObject } from './describeObject';
import type { FluxObject } from './FluxObject';
import { isSuspended } from './isSuspended';
import { findFluxKind } from './kinds';
import { readObject } from './readObject';

/**
 * Why suspending this object would do nothing or cannot be done; undefined when it can.
 * Source: flux-semantics §5.1, §5.5.
 * @public
 */
export function suspendRefusal(object: FluxObject): string | undefined {
  const { group, kind, spec, deleting } = readObject(object);
  const what = describeObject(object);
  if (!findFluxKind(group, kind)) {
    return `${what} is of a kind that this portal does not know how to suspend.`;
  }
  if (kind === 'ExternalArtifact') {
    return `${what} is made by another controller and cannot be suspended. Suspend what makes it instead.`;
  }
  if (kind === 'HelmRepository' && spec.type === 'oci') {
    return `${what} is of type oci: no controller reconciles it, so there is nothing to suspend. Suspend the HelmRelease instead.`;
  }
  if (deleting) return `${what} is being deleted.`;
  // Doing it again would put another name over the one of who did it first.
  if (isSuspended(object)) return `${what} is suspended already.`;
  return undefined;
}
