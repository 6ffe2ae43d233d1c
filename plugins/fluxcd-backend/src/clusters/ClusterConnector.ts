import type { KubernetesClient } from '../kubernetes/KubernetesClient';

/**
 * Gives access to a registered cluster. Clients are pooled per cluster and made afresh when its credential changes
 * or when the cluster is deleted: do not keep one longer than a piece of work.
 */
export interface ClusterConnector {
  /** Fails with KubernetesError (`credentials-unreadable`) or NotFoundError. */
  connect(
    clusterId: string,
    options?: {
      /** The API server refused the credential of the last client: read or mint it anew where that is possible. */
      fresh?: boolean;
    },
  ): Promise<KubernetesClient>;
}
