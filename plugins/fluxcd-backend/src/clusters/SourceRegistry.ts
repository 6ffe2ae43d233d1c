import { randomUUID } from 'node:crypto';
import { InputError } from '@backstage/errors';
import {
  type ClusterAuth,
  clusterNameSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type {
  ClusterRegistry,
  DiscoveredCluster,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { parseServerUrl } from '../security/parseServerUrl';
import type { ClusterChange } from './ClusterChange';
import type { ClusterRecord } from './ClusterRecord';
import type { ClusterStore } from './ClusterStore';
import type { ClusterVault } from './ClusterVault';

/** The registry as one cluster source sees it. */
export class SourceRegistry implements ClusterRegistry {
  readonly #source: string;
  readonly #store: ClusterStore;
  readonly #vault: ClusterVault;
  readonly #onChange: (change: ClusterChange) => Promise<void>;

  constructor(options: {
    /** Id of the source. */
    source: string;
    store: ClusterStore;
    vault: ClusterVault;
    onChange: (change: ClusterChange) => Promise<void>;
  }) {
    this.#source = options.source;
    this.#store = options.store;
    this.#vault = options.vault;
    this.#onChange = options.onChange;
  }

  async listSourceIds(): Promise<string[]> {
    return (await this.#own()).map(cluster => cluster.sourceId!);
  }

  async upsert(found: DiscoveredCluster): Promise<{ id: string }> {
    const name = clusterNameSchema.safeParse(found.name);
    if (!name.success) {
      throw new InputError(`name ${name.error.issues[0].message}`);
    }
    const existing = await this.#find(found.sourceId);
    const now = new Date().toISOString();
    const next: ClusterRecord = {
      id: existing?.id ?? randomUUID(),
      name: name.data,
      title: found.title,
      description: found.description,
      environment: found.environment,
      labels: found.labels ?? {},
      source: this.#source,
      sourceId: found.sourceId,
      server: parseServerUrl(found.server, 'server'),
      auth: found.auth,
      createdAt: existing?.createdAt ?? now,
      updatedAt: now,
    };
    if (!existing) {
      const sealed = found.secret && this.#vault.seal(next.id, found.secret);
      await this.#store.insert(next, sealed);
      await this.#onChange({ type: 'added', clusterId: next.id });
      return { id: next.id };
    }
    if (await this.#isChanged(existing, next, found)) {
      const sealed = found.secret && this.#vault.seal(next.id, found.secret);
      await this.#store.update(next, sealed);
      await this.#onChange({ type: 'updated', clusterId: next.id });
    }
    return { id: next.id };
  }

  async retire(sourceId: string): Promise<void> {
    const cluster = await this.#find(sourceId);
    if (cluster && (await this.#store.delete(cluster.id))) {
      await this.#onChange({ type: 'deleted', clusterId: cluster.id });
    }
  }

  async #own(): Promise<ClusterRecord[]> {
    return this.#store.list({ source: this.#source });
  }

  async #find(sourceId: string): Promise<ClusterRecord | undefined> {
    return (await this.#own()).find(cluster => cluster.sourceId === sourceId);
  }

  /**
   * Sources report all they know again and again: an equal report must not drop connections. Fails when the stored
   * secret does not open, since a wrong key must not cost what is stored.
   */
  async #isChanged(
    existing: ClusterRecord,
    next: ClusterRecord,
    found: DiscoveredCluster,
  ): Promise<boolean> {
    const row = await this.#store.getSealed(existing.id);
    const opened = row?.sealed && this.#vault.open(existing, row.sealed);
    return (
      JSON.stringify(opened) !== JSON.stringify(found.secret) ||
      fingerprint(existing) !== fingerprint(next)
    );
  }
}

function fingerprint(cluster: ClusterRecord): string {
  const { name, title, description, environment, server } = cluster;
  const auth: ClusterAuth = cluster.auth;
  return JSON.stringify([
    [name, title, description, environment, server],
    Object.entries(cluster.labels).sort(),
    Object.entries(auth).sort(),
  ]);
}
