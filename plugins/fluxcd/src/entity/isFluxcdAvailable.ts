import type { Entity } from '@backstage/catalog-model';
import { readEntitySelectors } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/**
 * Whether an entity's annotations name Flux resources.
 * @public
 */
export function isFluxcdAvailable(entity: Entity): boolean {
  const found = readEntitySelectors(entity.metadata.annotations);
  return found.selectors.length + found.malformed.length > 0;
}
