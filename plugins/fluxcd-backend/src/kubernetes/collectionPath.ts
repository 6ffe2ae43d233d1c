import type { FluxKind } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** Path of all objects of a kind in a cluster. */
export function collectionPath(kind: FluxKind, version: string): string {
  return `/apis/${kind.group}/${version}/${kind.plural}`;
}
