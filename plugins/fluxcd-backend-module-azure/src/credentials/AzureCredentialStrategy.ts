import {
  AuthenticationError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type {
  ClusterConnection,
  CredentialStrategy,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { AzureSession } from './AzureSession';
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
    const session = await this.#open(connectionId);
    try {
      return await session.getAksToken(serverAppId);
    } catch (error) {
      // Perhaps another replica stored a new secret a moment ago.
      const latest = await this.#open(connectionId, { fresh: true });
      try {
        if (latest !== session) return await latest.getAksToken(serverAppId);
      } catch (again) {
        throw toTokenError(again, latest);
      }
      throw toTokenError(error, session);
    }
  }

  async #open(
    connectionId: string,
    options?: { fresh: boolean },
  ): Promise<AzureSession> {
    try {
      return await this.#pool.get(connectionId, options);
    } catch (error) {
      // Said in words of the module's own; anything else is shown to nobody.
      const meant =
        error instanceof NotFoundError ||
        error instanceof ServiceUnavailableError;
      throw meant ? new AuthenticationError(error.message) : error;
    }
  }
}
