import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, stringifyError } from '@backstage/errors';
import type {
  AzureConnection,
  createAzureConnectionSchema,
  updateAzureConnectionSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { SealedStorage } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { z } from 'zod';
import type { AzureCloud } from '../clouds/AzureCloud';
import type { ConnectionDirectory } from './ConnectionDirectory';
import type { ConnectionFacts } from './ConnectionFacts';
import type { ConnectionRecord } from './ConnectionRecord';
import type { ConnectionStateStore } from './ConnectionStateStore';
import type { ConnectionStore } from './ConnectionStore';
import { secretKeyOf } from './secretKeyOf';
import { toAzureConnection } from './toAzureConnection';

/** The connections as people see and change them. Permissions are checked at the doors. */
export class ConnectionService {
  readonly #clouds: readonly AzureCloud[];
  readonly #store: ConnectionStore;
  readonly #states: ConnectionStateStore;
  readonly #directory: ConnectionDirectory;
  readonly #secrets: SealedStorage;
  readonly #facts: () => Promise<Map<string, ConnectionFacts>>;
  readonly #onChange: (connectionId: string) => void;
  readonly #onDelete: (connection: ConnectionRecord) => Promise<void>;
  readonly #logger: LoggerService;

  constructor(options: {
    /** Never empty; the first one is that of connections which name none. */
    clouds: readonly AzureCloud[];
    store: ConnectionStore;
    states: ConnectionStateStore;
    directory: ConnectionDirectory;
    secrets: SealedStorage;
    /** By id of the connection; one that is not in it has no clusters yet. */
    facts: () => Promise<Map<string, ConnectionFacts>>;
    /** This replica need not wait until it looks at the row the next time. */
    onChange: (connectionId: string) => void;
    /**
     * Retires the clusters. The connection is gone by then, so that no sync brings them back; what this leaves behind by
     * failing, the next round of syncs must clear away, as it does for connections that left the configuration.
     */
    onDelete: (connection: ConnectionRecord) => Promise<void>;
    logger: LoggerService;
  }) {
    this.#clouds = options.clouds;
    this.#store = options.store;
    this.#states = options.states;
    this.#directory = options.directory;
    this.#secrets = options.secrets;
    this.#facts = options.facts;
    this.#onChange = options.onChange;
    this.#onDelete = options.onDelete;
    this.#logger = options.logger;
  }

  /** By name. */
  async list(): Promise<AzureConnection[]> {
    const [records, facts] = await Promise.all([
      this.#directory.list(),
      this.#facts(),
    ]);
    return Promise.all(records.map(record => this.#show(record, facts)));
  }

  /** Fails with NotFoundError. */
  async get(id: string): Promise<AzureConnection> {
    const record = await this.#directory.get(id);
    return this.#show(record, await this.#facts());
  }

  /** Fails with InputError for a cloud that is not known, with ConflictError when another connection has the name. */
  async create(
    input: z.output<typeof createAzureConnectionSchema>,
    options: { actor: string },
  ): Promise<AzureConnection> {
    this.#assertNameFree(input.name);
    const record = this.draft(input, options);
    const secretId = randomUUID();
    await this.#secrets.set(secretKeyOf(record.id, secretId), {
      clientSecret: input.clientSecret,
    });
    try {
      await this.#store.insert({ record, secretId });
    } catch (error) {
      await this.#forgetSecret(record.id, secretId);
      throw error;
    }
    return this.get(record.id);
  }

  /** What `create` would store. Fails with InputError for a cloud that is not known. */
  draft(
    input: z.output<typeof createAzureConnectionSchema>,
    options: { actor: string },
  ): ConnectionRecord {
    const { cloud = this.#clouds[0].name } = input;
    if (!this.#clouds.some(({ name }) => name === cloud)) {
      throw new InputError(
        `cloud: must be one of ${this.#clouds.map(c => c.name).join(', ')}`,
      );
    }
    const now = new Date().toISOString();
    return {
      id: randomUUID(),
      name: input.name,
      origin: 'portal',
      cloud,
      tenantId: input.tenantId,
      clientId: input.clientId,
      credential: { type: 'client-secret', setAt: now },
      credentialVersion: 1,
      subscriptions: input.subscriptions,
      include: input.include,
      exclude: input.exclude,
      status: 'pending',
      problems: [],
      createdAt: now,
      createdBy: options.actor,
      updatedAt: now,
    };
  }

  /**
   * Fails with NotFoundError; with InputError when another tenant or client comes without a secret; with ConflictError for a
   * connection of the configuration, a name that is taken, or a connection that somebody else changes at the same time.
   */
  async update(
    id: string,
    change: z.output<typeof updateAzureConnectionSchema>,
  ): Promise<AzureConnection> {
    this.#assertChangeable(id);
    const before = await this.#directory.getStored(id);
    if (change.name !== undefined) this.#assertNameFree(change.name);
    const record = apply(before.record, change);
    const { clientSecret } = change;
    if (clientSecret === undefined) {
      await this.#write(record, before.secretId, before.record);
      this.#onChange(id);
      return this.get(id);
    }
    const secretId = randomUUID();
    await this.#secrets.set(secretKeyOf(id, secretId), { clientSecret });
    try {
      await this.#write(record, secretId, before.record);
    } catch (error) {
      await this.#forgetSecret(id, secretId);
      throw error;
    }
    if (isOther(record, before.record)) await this.#states.delete(id);
    else await this.#states.clearFailure(id);
    this.#onChange(id);
    await this.#forgetSecret(id, before.secretId);
    return this.get(id);
  }

  /** Fails with NotFoundError, and with ConflictError for a connection of the configuration. */
  async delete(id: string): Promise<void> {
    this.#assertChangeable(id);
    const { record, secretId } = await this.#directory.getStored(id);
    await this.#store.delete(id);
    this.#onChange(id);
    await this.#forgetSecret(id, secretId);
    await this.#states.delete(id);
    try {
      await this.#onDelete(record);
    } catch (error) {
      this.#logger.warn(
        `The clusters of the connection "${
          record.name
        }" are not all removed yet, the next sync goes on: ${stringifyError(
          error,
        )}`,
      );
    }
  }

  async #write(
    record: ConnectionRecord,
    secretId: string,
    before: ConnectionRecord,
  ): Promise<void> {
    if (await this.#store.update({ record, secretId }, before)) return;
    await this.#directory.getStored(record.id);
    throw new ConflictError(
      `Somebody else changed the connection "${before.name}" at the same time: look at it and try again`,
    );
  }

  async #show(
    record: ConnectionRecord,
    facts: Map<string, ConnectionFacts>,
  ): Promise<AzureConnection> {
    return toAzureConnection(record, {
      readable: await this.#isReadable(record),
      facts: facts.get(record.id),
    });
  }

  async #isReadable(record: ConnectionRecord): Promise<boolean> {
    if (record.credential.type !== 'client-secret') return true;
    try {
      return (await this.#directory.getSecret(record)) !== undefined;
    } catch {
      return false;
    }
  }

  #assertChangeable(id: string): void {
    const configured = this.#directory.configured(id);
    if (configured) {
      throw new ConflictError(
        `The connection "${configured.record.name}" stands in the configuration of the portal, at ${configured.key}: change it there`,
      );
    }
  }

  /** The database knows the names of the portal's own connections alone. */
  #assertNameFree(name: string): void {
    const configured = this.#directory.findConfigured(name);
    if (configured) {
      throw new ConflictError(
        `name: the connection "${name}" exists already, at ${configured.key}`,
      );
    }
  }

  /** A secret that nothing refers to any more is not worth failing for. */
  async #forgetSecret(id: string, secretId: string): Promise<void> {
    try {
      await this.#secrets.delete(secretKeyOf(id, secretId));
    } catch (error) {
      this.#logger.warn(
        `A sealed secret of the Azure connection ${id} that is no longer used stays behind: ${stringifyError(
          error,
        )}`,
      );
    }
  }
}

function apply(
  before: ConnectionRecord,
  change: z.output<typeof updateAzureConnectionSchema>,
): ConnectionRecord {
  const now = new Date().toISOString();
  const rotated = change.clientSecret !== undefined;
  const next: ConnectionRecord = {
    ...before,
    name: change.name ?? before.name,
    tenantId: change.tenantId ?? before.tenantId,
    clientId: change.clientId ?? before.clientId,
    subscriptions: change.subscriptions ?? before.subscriptions,
    include:
      change.include === null ? undefined : change.include ?? before.include,
    exclude:
      change.exclude === null ? undefined : change.exclude ?? before.exclude,
    credential: rotated
      ? { ...before.credential, setAt: now }
      : before.credential,
    credentialVersion: before.credentialVersion + (rotated ? 1 : 0),
    updatedAt: now,
  };
  // The secret of one identity must not be sent as that of another, nor to another tenant.
  if (!rotated && isOther(next, before)) {
    throw new InputError(
      'clientSecret: is needed with another tenant or client',
    );
  }
  return next;
}

function isOther(a: ConnectionRecord, b: ConnectionRecord): boolean {
  return a.tenantId !== b.tenantId || a.clientId !== b.clientId;
}
