import type { LoggerService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { KubernetesError } from '../kubernetes/KubernetesError';
import type { Keyring } from '../security/Keyring';
import type { ClusterRecord } from './ClusterRecord';
import type { ClusterStore, SealedCredentials } from './ClusterStore';

/** Seals and opens the secrets of clusters, each bound to its row. */
export class ClusterVault {
  readonly #store: ClusterStore;
  readonly #keyring: Keyring;
  readonly #logger: LoggerService;

  constructor(options: {
    store: ClusterStore;
    keyring: Keyring;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#keyring = options.keyring;
    this.#logger = options.logger;
  }

  seal(clusterId: string, secret: JsonObject): SealedCredentials {
    return this.#keyring.seal(ownerOf(clusterId), secret);
  }

  /** Fails with KubernetesError `credentials-unreadable`; what is stored stays as it is. */
  open(cluster: ClusterRecord, sealed: SealedCredentials): JsonObject {
    try {
      return this.#keyring.open(ownerOf(cluster.id), sealed.token);
    } catch {
      throw new KubernetesError(
        `The credential of the cluster "${cluster.name}" cannot be read with the keys in fluxcd.encryption.keys (sealed with key ${sealed.keyId}). Add that key back, or add the cluster anew.`,
        { reason: 'credentials-unreadable' },
      );
    }
  }

  /** The keys that it works with; an id tells nothing about a key. */
  get keys(): { count: number; newestId: string } {
    return {
      count: this.#keyring.size,
      newestId: this.#keyring.primaryKeyId,
    };
  }

  /** How many clusters' secrets the newest key sealed, an older one, or none that opens them. */
  async inspect(): Promise<{
    newest: number;
    older: number;
    unreadable: number;
    /** Clusters for which no secret is stored. */
    none: number;
  }> {
    const rows = await this.#store.listSealed();
    const all = await this.#store.list();
    const counts = { newest: 0, older: 0, unreadable: 0 };
    for (const { cluster, sealed } of rows) {
      try {
        this.open(cluster, sealed);
        counts[
          sealed.keyId === this.#keyring.primaryKeyId ? 'newest' : 'older'
        ]++;
      } catch {
        counts.unreadable++;
      }
    }
    return { ...counts, none: Math.max(0, all.length - rows.length) };
  }

  /**
   * To be called at start: brings every row to the newest key, so that older ones can be dropped, and warns of what
   * no key opens. Replicas may do it at the same time.
   */
  async reseal(): Promise<void> {
    const unreadable: string[] = [];
    for (const { cluster, sealed } of await this.#store.listSealed()) {
      let secret: JsonObject;
      try {
        secret = this.open(cluster, sealed);
      } catch {
        unreadable.push(`${cluster.name} (key ${sealed.keyId})`);
        continue;
      }
      if (sealed.keyId !== this.#keyring.primaryKeyId) {
        await this.#store.reseal(
          cluster.id,
          sealed,
          this.seal(cluster.id, secret),
        );
      }
    }
    if (unreadable.length > 0) {
      this.#logger.warn(
        `No key in fluxcd.encryption.keys opens the credentials of these clusters; they are kept as they are and not contacted: ${unreadable.join(
          ', ',
        )}`,
      );
    }
  }
}

function ownerOf(clusterId: string): string {
  return `clusters/${clusterId}`;
}
