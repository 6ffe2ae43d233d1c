import type { ClusterAuth } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** How to reach and sign in to an AKS cluster; never a kubeconfig, and for clusters with Entra no secret at all. */
export interface AksCredentials {
  /** `https://…` URL of the API server. */
  server: string;
  auth: ClusterAuth;
  /** Sealed with the cluster. PEM, all of them. */
  secret: {
    certificateAuthority: string;
    certificate?: string;
    privateKey?: string;
  };
}
