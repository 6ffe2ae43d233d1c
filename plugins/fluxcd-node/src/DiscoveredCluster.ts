import type { JsonObject } from '@backstage/types';
import type { ClusterAuth } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/**
 * A cluster as a cluster source knows it.
 * @public
 */
export interface DiscoveredCluster {
  /** Stable id within the source, at most 512 characters: the same id is the same cluster, whatever else changed. */
  sourceId: string;
  /** RFC 1123 label, unique in the portal. */
  name: string;
  title?: string;
  description?: string;
  environment?: string;
  labels?: Record<string, string>;
  /** `https://…` URL of the API server. */
  server: string;
  auth: ClusterAuth;
  /** `https://…` page of the cluster in the console of its cloud. */
  consoleUrl?: string;
  /** Stored sealed with the cluster and handed to the credential strategy. */
  secret?: JsonObject;
}
