import type { ClusterAvailability } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** A cluster of a source as the registry holds it. @public */
export interface RegisteredCluster {
  id: string;
  sourceId: string;
  name: string;
  server: string;
  availability?: ClusterAvailability;
}
