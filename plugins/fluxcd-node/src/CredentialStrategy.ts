import type { JsonObject } from '@backstage/types';
import type { ClusterAuth } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ClusterConnection } from './ClusterConnection';

/**
 * Turns how a cluster is authenticated into the means to talk to it.
 * @public
 */
export interface CredentialStrategy {
  /** The `auth.type` of the clusters that this strategy serves. */
  readonly type: ClusterAuth['type'];
  /**
   * Called when a connection is made, and again after the cluster or its secret changed.
   * What must be refreshed while the connection lives is refreshed by `getToken`.
   */
  connect(cluster: {
    id: string;
    server: string;
    auth: ClusterAuth;
    /** What was sealed with the cluster, opened; undefined when nothing was. */
    secret?: JsonObject;
  }): Promise<ClusterConnection>;
}
