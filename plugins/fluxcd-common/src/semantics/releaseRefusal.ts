import { describeObject } from './describeObject';
import type { FluxObject } from './FluxObject';
import { readObject } from './readObject';
import { reconcileRefusal } from './reconcileRefusal';

/**
 * Why a new release cannot be forced, or the failure counts not be reset, on this object; undefined when they can.
 * Only helm-controller honours `forceAt` and `resetAt`. Source: flux-semantics §5.2.
 * @public
 */
export function releaseRefusal(object: FluxObject): string | undefined {
  const { group, kind } = readObject(object);
  return group === 'helm.toolkit.fluxcd.io' && kind === 'HelmRelease'
    ? reconcileRefusal(object)
    : `${describeObject(
        object,
      )} is no HelmRelease: only a HelmRelease has releases to force and failures to reset.`;
}
