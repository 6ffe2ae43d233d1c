import { describeObject } from './describeObject';
import type { FluxObject } from './FluxObject';
import { isStatic } from './isStatic';
import { isSuspended } from './isSuspended';
import { findFluxKind } from './kinds';
import { readObject } from './readObject';

/**
 * Why asking Flux to reconcile this object would do nothing, with the way out where there is one;
 * undefined when it can be asked.
 *
 * A suspended object is refused because Flux moves `lastHandledReconcileAt` on it though it reconciles
 * nothing (recording flux/kustomization-life), and because a force token set meanwhile is burned.
 * Source: flux-semantics §5.1, §5.2.
 * @public
 */
export function reconcileRefusal(object: FluxObject): string | undefined {
  const { group, kind, deleting } = readObject(object);
  const known = findFluxKind(group, kind);
  const what = describeObject(object);
  if (!known) {
    return `${what} is of a kind that this portal does not know how to reconcile.`;
  }
  if (deleting) return `${what} is being deleted.`;
  if (isStatic(object)) {
    return kind === 'HelmRepository'
      ? `${what} is of type oci: no controller reconciles it, its charts are read when a HelmChart needs them. Reconcile the HelmRelease instead.`
      : `${what} has nothing to reconcile: it takes effect as it is.`;
  }
  if (!known.reconcilable) {
    return `${what} is made by another controller: Flux cannot be asked to reconcile it. Reconcile what makes it instead.`;
  }
  if (isSuspended(object)) {
    return `${what} is suspended: Flux would not reconcile it. Resume it first, ${
      known.suspendAnnotation
        ? `by removing its annotation ${known.suspendAnnotation}`
        : 'by setting spec.suspend to false'
    }.`;
  }
  return undefined;
}
