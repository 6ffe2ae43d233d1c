import type {
  ClusterAvailability,
  ConnectionReason,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** A cluster of a source as the registry holds it. @public */
export interface RegisteredCluster {
  id: string;
  sourceId: string;
  name: string;
  server: string;
  availability?: ClusterAvailability;
  /** Why it could not be read the last time that somebody tried: `tls` hints at a certificate authority that is outdated. */
  reason?: ConnectionReason;
}
