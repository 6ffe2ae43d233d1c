import { NotFoundError } from '@backstage/errors';
import type { SealedStorage } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { ConfiguredConnection } from './ConfiguredConnection';
import type { ConnectionRecord } from './ConnectionRecord';
import type { ConnectionState } from './ConnectionState';
import type { ConnectionStateStore } from './ConnectionStateStore';
import type { ConnectionStore } from './ConnectionStore';
import { secretKeyOf } from './secretKeyOf';
import type { StoredConnection } from './StoredConnection';

/** Finds connections, those of the portal and those of the configuration, with what came of their last sync. */
export class ConnectionDirectory {
  readonly #configured: readonly ConfiguredConnection[];
  readonly #store: ConnectionStore;
  readonly #states: ConnectionStateStore;
  readonly #secrets: SealedStorage;

  constructor(options: {
    configured: readonly ConfiguredConnection[];
    store: ConnectionStore;
    states: ConnectionStateStore;
    secrets: SealedStorage;
  }) {
    this.#configured = options.configured;
    this.#store = options.store;
    this.#states = options.states;
    this.#secrets = options.secrets;
  }

  /** By name. */
  async list(): Promise<ConnectionRecord[]> {
    const [stored, states] = await Promise.all([
      this.#store.list(),
      this.#states.list(),
    ]);
    return [...this.#configured, ...stored]
      .map(({ record }) => ({ ...record, ...states.get(record.id) }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Fails with NotFoundError. */
  async get(id: string): Promise<ConnectionRecord> {
    const { record } = this.configured(id) ?? (await this.getStored(id));
    return { ...record, ...(await this.#states.get(id)) };
  }

  /**
   * As it stands, without what came of its syncs: one read of one row, none for those of the configuration. Fails with
   * NotFoundError.
   */
  async find(id: string): Promise<ConnectionRecord> {
    return (this.configured(id) ?? (await this.getStored(id))).record;
  }

  configured(id: string): ConfiguredConnection | undefined {
    return this.#configured.find(({ record }) => record.id === id);
  }

  findConfigured(name: string): ConfiguredConnection | undefined {
    return this.#configured.find(({ record }) => record.name === name);
  }

  /** A connection of the portal. Fails with NotFoundError. */
  async getStored(id: string): Promise<StoredConnection> {
    const stored = await this.#store.get(id);
    if (!stored) throw new NotFoundError('The connection does not exist');
    return stored;
  }

  /**
   * The client secret that belongs to this version of the connection's credential; undefined when it needs none, or was
   * rotated meanwhile. Fails when no key opens it.
   */
  async getSecret(record: ConnectionRecord): Promise<string | undefined> {
    const configured = this.configured(record.id);
    if (configured) return configured.clientSecret;
    const stored = await this.getStored(record.id);
    if (stored.record.credentialVersion !== record.credentialVersion) {
      return undefined;
    }
    const sealed = await this.#secrets.get(
      secretKeyOf(record.id, stored.secretId),
    );
    return sealed?.clientSecret as string | undefined;
  }

  async setState(id: string, state: ConnectionState): Promise<void> {
    await this.#states.set(id, state);
  }
}
