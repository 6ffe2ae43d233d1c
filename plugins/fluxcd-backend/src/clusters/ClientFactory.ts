import type { JsonObject } from '@backstage/types';
import type { ClusterAuth } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { CredentialStrategy } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { PooledKubernetesClient } from '../kubernetes/PooledKubernetesClient';
import type { AddressGuard } from '../security/AddressGuard';

/** Makes the client of a cluster, with the credential strategy that serves its kind of authentication. */
export class ClientFactory {
  readonly #strategies: ReadonlyMap<string, CredentialStrategy>;
  readonly #guard: AddressGuard;

  constructor(options: {
    strategies: readonly CredentialStrategy[];
    guard: AddressGuard;
  }) {
    this.#strategies = new Map(options.strategies.map(s => [s.type, s]));
    if (this.#strategies.size < options.strategies.length) {
      throw new Error('Two credential strategies serve the same `auth.type`');
    }
    this.#guard = options.guard;
  }

  async create(cluster: {
    id: string;
    server: string;
    auth: ClusterAuth;
    secret?: JsonObject;
  }): Promise<KubernetesClient> {
    const strategy = this.#strategies.get(cluster.auth.type);
    if (!strategy) {
      throw new KubernetesError(
        `No installed module authenticates by "${cluster.auth.type}".`,
        { reason: 'credentials-unreadable' },
      );
    }
    const connection = await strategy.connect(cluster);
    const { hostname } = new URL(connection.server);
    return new PooledKubernetesClient({
      connection,
      guard: connection.trustedAddress
        ? this.#guard.trusting(hostname.replace(/^\[|\]$/g, ''))
        : this.#guard,
    });
  }
}
