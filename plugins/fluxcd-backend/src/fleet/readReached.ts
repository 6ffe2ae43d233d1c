import {
  findFluxKind,
  type FluxKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Clock } from '../kubernetes/Clock';
import type { ConnectionStore, Reached } from './ConnectionStore';

/**
 * A version that was reached longer ago is not continued: the cluster may have been restored from a backup, or built
 * anew, and have passed the version since, which would hide all that happened in between.
 */
const RESUME_WITHIN_MS = 3_600_000;

/** Where the kinds of a cluster can be continued that this replica does not watch yet. */
export async function readReached(
  connections: ConnectionStore,
  clusterId: string,
  clock: Clock,
): Promise<Map<FluxKind, Reached>> {
  const since = new Date(clock.now() - RESUME_WITHIN_MS).toISOString();
  const places = new Map<FluxKind, Reached>();
  for (const place of await connections.reached(clusterId, since)) {
    const kind = findFluxKind(place.group, place.kind);
    if (kind) places.set(kind, place);
  }
  return places;
}
