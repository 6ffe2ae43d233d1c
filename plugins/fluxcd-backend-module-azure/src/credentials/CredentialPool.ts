import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { AzureCloud } from '../clouds/AzureCloud';
import type { ConnectionDirectory } from '../connections/ConnectionDirectory';
import type { ConnectionRecord } from '../connections/ConnectionRecord';
import type { AzureSession } from './AzureSession';
import { PooledSession } from './PooledSession';

/** How old the look at the row may be, and so how long another replica goes on with a secret that was rotated. */
const RECHECK_MS = 3_000;

interface Entry {
  session: PooledSession;
  checkedAt: number;
}

interface Check {
  session?: Promise<AzureSession>;
}

/** One session per connection and version of its credential. */
export class CredentialPool {
  readonly #clouds: readonly AzureCloud[];
  readonly #directory: ConnectionDirectory;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  /** Looks at rows that are under way. */
  readonly #checks = new Map<string, Check>();

  constructor(options: {
    clouds: readonly AzureCloud[];
    directory: ConnectionDirectory;
    now?: () => number;
  }) {
    this.#clouds = options.clouds;
    this.#directory = options.directory;
    this.#now = options.now ?? Date.now;
  }

  /**
   * Cheap enough for every request to a cluster. `fresh`: look at the row in any case. Fails with NotFoundError, and with
   * ServiceUnavailableError when the secret or the cloud is not there or no key opens the secret.
   */
  async get(
    connectionId: string,
    { fresh = false }: { fresh?: boolean } = {},
  ): Promise<AzureSession> {
    const entry = this.#entries.get(connectionId);
    if (!fresh && entry && this.#now() - entry.checkedAt < RECHECK_MS) {
      return entry.session;
    }
    const running = this.#checks.get(connectionId)?.session;
    if (running) return running;
    const check: Check = {};
    this.#checks.set(connectionId, check);
    check.session = this.#check(connectionId, check).finally(() => {
      if (this.#checks.get(connectionId) === check) {
        this.#checks.delete(connectionId);
      }
    });
    return check.session;
  }

  /** Whoever asks next gets what the row says by then. */
  forget(connectionId: string): void {
    const entry = this.#entries.get(connectionId);
    if (entry) entry.checkedAt = -Infinity;
    this.#checks.delete(connectionId);
  }

  /** The session in use, if there is one; without a look at the row. */
  peek(connectionId: string): AzureSession | undefined {
    return this.#entries.get(connectionId)?.session;
  }

  /**
   * A session of its own, that holds no token yet: what works in it, works now. Fails as `get` does.
   */
  async openUnshared(connectionId: string): Promise<AzureSession> {
    return this.#open(await this.#directory.get(connectionId));
  }

  /** A session for a connection that is not stored, kept by nobody. Fails with ServiceUnavailableError as `get` does. */
  create(connection: ConnectionRecord, clientSecret?: string): PooledSession {
    const cloud = this.#clouds.find(({ name }) => name === connection.cloud);
    if (!cloud) {
      throw new ServiceUnavailableError(
        `The connection "${connection.name}" is to the cloud "${connection.cloud}", which fluxcd.azure.clouds no longer names`,
      );
    }
    return new PooledSession({
      connection,
      cloud,
      clientSecret,
      now: this.#now,
    });
  }

  async #check(connectionId: string, check: Check): Promise<AzureSession> {
    const entry = this.#entries.get(connectionId);
    let record: ConnectionRecord;
    try {
      record = await this.#directory.find(connectionId);
    } catch (error) {
      if (error instanceof NotFoundError) this.#entries.delete(connectionId);
      // A database that is away for a while must not part the portal from every cluster.
      else if (entry) return entry.session;
      throw error;
    }
    // What was written while it was read is for the next look.
    const checkedAt = () =>
      this.#checks.get(connectionId) === check ? this.#now() : -Infinity;
    const { session } = entry ?? {};
    if (session?.connection.credentialVersion === record.credentialVersion) {
      session.update(record);
      entry!.checkedAt = checkedAt();
      return session;
    }
    const next = await this.#open(record);
    this.#entries.set(connectionId, { session: next, checkedAt: checkedAt() });
    return next;
  }

  async #open(record: ConnectionRecord): Promise<PooledSession> {
    const secret = await this.#readSecret(record);
    if (secret !== undefined || record.credential.type !== 'client-secret') {
      return this.create(record, secret);
    }
    // It was rotated between the two looks; the row says more now.
    const latest = await this.#directory.find(record.id);
    const latestSecret = await this.#readSecret(latest);
    if (latestSecret === undefined) {
      throw new ServiceUnavailableError(
        `The client secret of the connection "${record.name}" is not stored: set it anew`,
      );
    }
    return this.create(latest, latestSecret);
  }

  async #readSecret(record: ConnectionRecord): Promise<string | undefined> {
    try {
      return await this.#directory.getSecret(record);
    } catch (error) {
      if (error instanceof NotFoundError) throw error;
      throw new ServiceUnavailableError(
        `The client secret of the connection "${record.name}" cannot be read with the keys in fluxcd.encryption.keys: add that key back, or set the secret anew`,
      );
    }
  }
}
