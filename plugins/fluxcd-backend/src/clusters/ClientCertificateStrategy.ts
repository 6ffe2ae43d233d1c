import type {
  ClusterConnection,
  CredentialStrategy,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { ClusterCredentials } from '../security/ClusterCredentials';

/** A client certificate that was stored with the cluster. */
export class ClientCertificateStrategy implements CredentialStrategy {
  readonly type = 'client-certificate';

  async connect(
    cluster: Parameters<CredentialStrategy['connect']>[0],
  ): Promise<ClusterConnection> {
    const secret = (cluster.secret ?? {}) as ClusterCredentials['secret'];
    const { certificate, privateKey } = secret;
    if (!certificate || !privateKey) {
      throw new Error('No client certificate is stored');
    }
    return {
      server: cluster.server,
      certificateAuthority: secret.certificateAuthority,
      tlsServerName: secret.tlsServerName,
      clientCertificate: { certificate, privateKey },
    };
  }
}
