import type {
  ClusterConnection,
  CredentialStrategy,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { ClusterCredentials } from '../security/ClusterCredentials';

/** A bearer token that was stored with the cluster. */
export class TokenStrategy implements CredentialStrategy {
  readonly type = 'token';

  async connect(
    cluster: Parameters<CredentialStrategy['connect']>[0],
  ): Promise<ClusterConnection> {
    const secret = (cluster.secret ?? {}) as ClusterCredentials['secret'];
    const { token } = secret;
    if (!token) {
      throw new Error('No token is stored');
    }
    return {
      server: cluster.server,
      certificateAuthority: secret.certificateAuthority,
      tlsServerName: secret.tlsServerName,
      getToken: async () => token,
    };
  }
}
