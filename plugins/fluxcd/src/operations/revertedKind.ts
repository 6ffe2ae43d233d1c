import type { ObjectReference } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** Which words tell when a parent undoes a suspension or a resumption: ResourceSet and FluxInstance are the operator's. */
export function revertedKind(
  parent: ObjectReference,
): 'Kustomization' | 'HelmRelease' | 'operator' {
  const { kind } = parent;
  return kind === 'Kustomization' || kind === 'HelmRelease' ? kind : 'operator';
}
