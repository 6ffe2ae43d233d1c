import { createHash } from 'node:crypto';
import { NotFoundError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';
import type { ClientFactory } from './ClientFactory';
import type { ClusterConnector } from './ClusterConnector';
import type { ClusterStore } from './ClusterStore';
import type { ClusterVault } from './ClusterVault';

type Row = NonNullable<Awaited<ReturnType<ClusterStore['getSealed']>>>;

interface Entry {
  /** Changes with what the client is made of, whichever replica changed it. */
  version: string;
  client: Promise<KubernetesClient>;
}

/** One client per cluster. The row is read each time, so that a change by another replica takes effect at once. */
export class DatabaseClusterConnector implements ClusterConnector {
  readonly #store: ClusterStore;
  readonly #vault: ClusterVault;
  readonly #factory: ClientFactory;
  readonly #entries = new Map<string, Entry>();

  constructor(options: {
    store: ClusterStore;
    vault: ClusterVault;
    factory: ClientFactory;
  }) {
    this.#store = options.store;
    this.#vault = options.vault;
    this.#factory = options.factory;
  }

  async connect(
    clusterId: string,
    options: { fresh?: boolean } = {},
  ): Promise<KubernetesClient> {
    const row = await this.#store.getSealed(clusterId);
    if (!row) {
      await this.drop(clusterId);
      throw new NotFoundError('The cluster does not exist');
    }
    const { cluster } = row;
    if (cluster.availability?.state === 'stopped') {
      // Nobody would answer before the time is up.
      throw new KubernetesError('The cluster is stopped.', {
        reason: 'unreachable',
      });
    }
    const { secret, version } = this.#open(row);
    const pooled = this.#entries.get(clusterId);
    if (pooled?.version === version && !options.fresh) {
      return pooled.client;
    }
    const client = this.#create(() =>
      this.#factory.create({
        id: cluster.id,
        server: cluster.server,
        auth: cluster.auth,
        secret,
      }),
    );
    // Set before anything is awaited: callers at the same time share it.
    const entry = { version, client };
    this.#entries.set(clusterId, entry);
    client.catch(() => {
      if (this.#entries.get(clusterId) === entry) {
        this.#entries.delete(clusterId);
      }
    });
    await closeQuietly(pooled);
    return client;
  }

  /** Whether the client is made of what is stored now; another replica may have changed that. Undefined: there is none. */
  async isCurrent(clusterId: string): Promise<boolean | undefined> {
    const row = await this.#store.getSealed(clusterId);
    const pooled = this.#entries.get(clusterId);
    if (!row) return false;
    if (!pooled) return undefined;
    try {
      return this.#open(row).version === pooled.version;
    } catch (error) {
      if (error instanceof KubernetesError) return false;
      throw error;
    }
  }

  /** Closes the cluster's connections; to be called when it was changed or deleted. */
  async drop(clusterId: string): Promise<void> {
    const entry = this.#entries.get(clusterId);
    this.#entries.delete(clusterId);
    await closeQuietly(entry);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map(id => this.drop(id)));
  }

  #open({ cluster, sealed }: Row): { secret?: JsonObject; version: string } {
    const secret = sealed && this.#vault.open(cluster, sealed);
    // Another seal on the same secret, or another title, is no reason to drop the connections.
    const version = createHash('sha256')
      .update(JSON.stringify([cluster.server, cluster.auth, secret]))
      .digest('hex');
    return { secret, version };
  }

  async #create(
    make: () => Promise<KubernetesClient>,
  ): Promise<KubernetesClient> {
    try {
      return await make();
    } catch (error) {
      if (error instanceof KubernetesError) {
        throw error;
      }
      // The text of a strategy's failure may hold anything.
      throw new KubernetesError('The credential could not be prepared.', {
        reason: 'credentials-unreadable',
      });
    }
  }
}

async function closeQuietly(entry: Entry | undefined): Promise<void> {
  const client = await entry?.client.catch(() => undefined);
  await client?.close();
}
