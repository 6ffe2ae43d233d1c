import { randomUUID } from 'node:crypto';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  type ClusterAuth,
  clusterAuthSchema,
  clusterNameSchema,
  type ConnectionReason,
  type ConnectionTest,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type {
  ClusterRegistry,
  DiscoveredCluster,
  RegisteredCluster,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { parseServerUrl } from '../security/parseServerUrl';
import type { ClusterChange } from './ClusterChange';
import type { ClusterRecord } from './ClusterRecord';
import type { ClusterStore } from './ClusterStore';
import type { ClusterVault } from './ClusterVault';
import { parseConsoleUrl } from './parseConsoleUrl';

type Sealed = NonNullable<Awaited<ReturnType<ClusterStore['getSealed']>>>;

/** As the columns hold them. Characters. */
const MAX_LENGTHS = { sourceId: 512, title: 128, environment: 63 };

/** The registry as one cluster source sees it. */
export class SourceRegistry implements ClusterRegistry {
  readonly #source: string;
  readonly #store: ClusterStore;
  readonly #vault: ClusterVault;
  readonly #test: (clusterId: string) => Promise<ConnectionTest>;
  readonly #readReasons: () => Promise<ReadonlyMap<string, ConnectionReason>>;
  readonly #onChange: (change: ClusterChange) => Promise<void>;

  constructor(options: {
    /** Id of the source. */
    source: string;
    store: ClusterStore;
    vault: ClusterVault;
    /** Tests the connection with what is stored. */
    test: (clusterId: string) => Promise<ConnectionTest>;
    /** Why clusters cannot be read now, by their ids. */
    readReasons: () => Promise<ReadonlyMap<string, ConnectionReason>>;
    onChange: (change: ClusterChange) => Promise<void>;
  }) {
    this.#source = options.source;
    this.#store = options.store;
    this.#vault = options.vault;
    this.#test = options.test;
    this.#readReasons = options.readReasons;
    this.#onChange = options.onChange;
  }

  async list(): Promise<RegisteredCluster[]> {
    const [own, reasons] = await Promise.all([
      this.#store.list({ source: this.#source }),
      this.#readReasons(),
    ]);
    return own.map(({ id, sourceId, name, server, availability }) => ({
      id,
      sourceId: sourceId!,
      name,
      server,
      availability,
      reason: reasons.get(id),
    }));
  }

  async upsert(found: DiscoveredCluster): Promise<{ id: string }> {
    const next = this.#toRecord(found);
    const existing = await this.#find(found.sourceId);
    if (existing) return this.#update(existing, next, found);
    try {
      const sealed = found.secret && this.#vault.seal(next.id, found.secret);
      await this.#store.insert(next, sealed);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      // Another replica may have added it meanwhile.
      const other = await this.#find(found.sourceId);
      if (!other) throw error;
      return this.#update(other, next, found);
    }
    await this.#onChange({ type: 'added', clusterId: next.id });
    return { id: next.id };
  }

  async setAvailability(
    sourceId: string,
    availability: { state: 'stopped' | 'missing'; message: string } | undefined,
  ): Promise<void> {
    const row = await this.#find(sourceId);
    if (!row) return;
    const { id: clusterId, availability: before } = row.cluster;
    if (
      before?.state === availability?.state &&
      before?.message === availability?.message
    ) {
      return;
    }
    const since =
      before && before.state === availability?.state
        ? before.since
        : new Date().toISOString();
    const { state, message } = availability ?? {};
    const changed = await this.#store.setAvailability(
      clusterId,
      state && message !== undefined ? { state, message, since } : undefined,
    );
    if (!changed) return;
    const watched = (before?.state === 'stopped') === (state === 'stopped');
    await this.#onChange({
      type: watched ? 'described' : 'updated',
      clusterId,
    });
  }

  async retire(sourceId: string): Promise<void> {
    const row = await this.#find(sourceId);
    if (row && (await this.#store.delete(row.cluster.id))) {
      await this.#onChange({ type: 'deleted', clusterId: row.cluster.id });
    }
  }

  async test(sourceId: string): Promise<{ ok: boolean; message: string }> {
    const row = await this.#find(sourceId);
    if (!row) throw new NotFoundError('The cluster does not exist');
    const { ok, steps } = await this.#test(row.cluster.id);
    const telling =
      steps.find(step => step.state === 'failed') ??
      steps.find(step => step.state === 'warning') ??
      steps.at(-1);
    return { ok, message: telling?.message ?? '' };
  }

  async #find(sourceId: string): Promise<Sealed | undefined> {
    return this.#store.getSealed({ source: this.#source, sourceId });
  }

  /** As a new one. Fails with InputError when a field does not have its form. */
  #toRecord(found: DiscoveredCluster): ClusterRecord {
    const name = clusterNameSchema.safeParse(found.name);
    if (!name.success) {
      throw new InputError(`name ${name.error.issues[0].message}`);
    }
    for (const [field, max] of Object.entries(MAX_LENGTHS)) {
      const text = found[field as keyof typeof MAX_LENGTHS];
      if (text && text.length > max) {
        throw new InputError(`${field} must be at most ${max} characters`);
      }
    }
    const auth = clusterAuthSchema.safeParse(found.auth);
    if (!auth.success) {
      throw new InputError('auth must have one of its forms');
    }
    const now = new Date().toISOString();
    return {
      id: randomUUID(),
      name: name.data,
      title: found.title,
      description: found.description,
      environment: found.environment,
      labels: found.labels ?? {},
      source: this.#source,
      sourceId: found.sourceId,
      consoleUrl:
        found.consoleUrl === undefined
          ? undefined
          : parseConsoleUrl(found.consoleUrl),
      server: parseServerUrl(found.server, 'server'),
      auth: auth.data,
      createdAt: now,
      updatedAt: now,
    };
  }

  async #update(
    existing: Sealed,
    found: ClusterRecord,
    { secret }: DiscoveredCluster,
  ): Promise<{ id: string }> {
    const { id, createdAt } = existing.cluster;
    const next = { ...found, id, createdAt };
    if (this.#isChanged(existing, next, secret)) {
      const sealed = secret && this.#vault.seal(id, secret);
      await this.#store.update(next, sealed);
      await this.#onChange({ type: 'updated', clusterId: id });
    }
    return { id };
  }

  /**
   * Sources report all they know again and again: an equal report must not drop connections. Fails when the stored
   * secret does not open, since a wrong key must not cost what is stored.
   */
  #isChanged(
    { cluster, sealed }: Sealed,
    next: ClusterRecord,
    secret: JsonObject | undefined,
  ): boolean {
    const opened = sealed && this.#vault.open(cluster, sealed);
    return (
      JSON.stringify(opened) !== JSON.stringify(secret) ||
      fingerprint(cluster) !== fingerprint(next)
    );
  }
}

function fingerprint(cluster: ClusterRecord): string {
  const { name, title, description, environment, server, consoleUrl } = cluster;
  const auth: ClusterAuth = cluster.auth;
  return JSON.stringify([
    [name, title, description, environment, server, consoleUrl],
    Object.entries(cluster.labels).sort(),
    Object.entries(auth).sort(),
  ]);
}
