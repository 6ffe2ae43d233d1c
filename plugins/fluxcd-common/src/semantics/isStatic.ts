import type { FluxObject } from './FluxObject';
import { findFluxKind } from './kinds';
import { readObject } from './readObject';

/**
 * Whether nothing reconciles the object: it has no status, and existing is being ready. True for
 * Alert and Provider, and for a HelmRepository of type `oci`, which source-controller only reads
 * when a HelmChart needs it.
 *
 * Source: flux-semantics §5.1.
 * @public
 */
export function isStatic(object: FluxObject): boolean {
  const { group, kind, spec } = readObject(object);
  if (findFluxKind(group, kind)?.static) return true;
  return (
    group === 'source.toolkit.fluxcd.io' &&
    kind === 'HelmRepository' &&
    spec.type === 'oci'
  );
}
