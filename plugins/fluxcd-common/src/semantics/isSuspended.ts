import type { FluxObject } from './FluxObject';
import { findFluxKind } from './kinds';
import { readObject } from './readObject';

/**
 * Whether Flux was told to leave the object alone: by `spec.suspend`, or by the annotation that its
 * kind uses instead. The annotation of one kind means nothing on another.
 *
 * Source: API reference of Flux 2.9 and flux-operator (flux-semantics §5.1).
 * @public
 */
export function isSuspended(object: FluxObject): boolean {
  const { group, kind, spec, annotations } = readObject(object);
  if (spec.suspend === true) return true;
  const annotation = findFluxKind(group, kind)?.suspendAnnotation;
  return annotation !== undefined && annotations[annotation] === 'disabled';
}
