import type { ClusterAuth } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** What intake leaves of what a person handed over: checked, rebuilt field by field. */
export interface ClusterCredentials {
  server: string;
  auth: ClusterAuth;
  /** The part that is sealed: PEM and token as text. */
  secret: {
    certificateAuthority?: string;
    tlsServerName?: string;
    token?: string;
    certificate?: string;
    privateKey?: string;
  };
}
