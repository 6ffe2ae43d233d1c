import type {
  ClusterConnection,
  CredentialStrategy,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { CredentialPool } from './CredentialPool';
import { toTokenError } from './toTokenError';

/** Signs in to AKS with a token of Entra ID, fetched with the identity of the connection that found the cluster. */
export class AzureCredentialStrategy implements CredentialStrategy {
  readonly type = 'azure';
  readonly #pool: CredentialPool;

  constructor(options: { pool: CredentialPool }) {
    this.#pool = options.pool;
  }

  /** `secret.certificateAuthority`: PEM, as the kubeconfig of the cluster had it. */
  async connect({
    server,
    auth,
    secret,
  }: Parameters<CredentialStrategy['connect']>[0]): Promise<ClusterConnection> {
    if (auth.type !== 'azure') {
      throw new Error(`Not a cluster of Azure: ${auth.type}`);
    }
    const { connectionId, serverAppId } = auth;
    return {
      server,
      certificateAuthority: secret?.certificateAuthority as string | undefined,
      getToken: () => this.#getToken(connectionId, serverAppId),
      refuseToken: token => this.#pool.peek(connectionId)?.refuse(token),
    };
  }

  async #getToken(connectionId: string, serverAppId: string): Promise<string> {
    const session = await this.#pool.get(connectionId);
    try {
      return await session.getAksToken(serverAppId);
    } catch (error) {
      // Perhaps another replica stored a new secret a moment ago.
      const latest = await this.#pool.get(connectionId, { fresh: true });
      try {
        if (latest !== session) return await latest.getAksToken(serverAppId);
      } catch (again) {
        throw toTokenError(again, latest);
      }
      throw toTokenError(error, session);
    }
  }
}
