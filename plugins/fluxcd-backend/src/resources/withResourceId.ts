import {
  findFluxKind,
  type ObjectReference,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { resourceId } from '../database/resourceId';

/** The reference with the id of its resource, if it is of a kind that the fleet watches. */
export function withResourceId<T extends ObjectReference>(
  clusterId: string,
  reference: T,
): T {
  const { group, kind, namespace, name } = reference;
  if (!findFluxKind(group, kind)) return reference;
  return {
    ...reference,
    resourceId: resourceId({ clusterId, group, kind, namespace, name }),
  };
}
