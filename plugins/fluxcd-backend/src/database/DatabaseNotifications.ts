import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { nameOf } from './nameOf';

/** Time until a lost connection is made again. Milliseconds. */
const RETRY_MS = 1_000;
/** How often it is asked something: a connection that nobody uses may be dead without saying so. Milliseconds. */
const KEEPALIVE_MS = 30_000;

/** What is used of a connection of `pg`. */
interface Connection {
  query(sql: string): Promise<unknown>;
  on(event: string, listener: (argument: never) => void): void;
  removeAllListeners(): void;
}

/**
 * NOTIFY and LISTEN of PostgreSQL; on other databases nothing is ever heard. Notifications only make haste: they are lost
 * while the connection is, and behind a pooler that shares sessions (PgBouncer's `transaction`) all of them.
 */
export class DatabaseNotifications {
  readonly #knex: Knex;
  readonly #logger: LoggerService;
  readonly #listeners = new Map<string, (payload: string) => void>();
  #connection: Connection | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: { knex: Knex; logger: LoggerService }) {
    this.#knex = options.knex;
    this.#logger = options.logger;
  }

  get #supported(): boolean {
    return String(this.#knex.client.config.client).startsWith('pg');
  }

  /**
   * To be called before `start`, once per channel. The listener is also called, with nothing, after the connection was
   * lost and made again.
   */
  on(channel: string, listener: (payload: string) => void): void {
    this.#listeners.set(channel, listener);
  }

  /** Begins to listen, on one connection beside the pool. */
  start(): void {
    if (!this.#supported || !this.#listeners.size) return;
    this.#connect();
  }

  /** Tells all who listen on the channel, the caller too. */
  async notify(channel: string, payload: string): Promise<void> {
    if (!this.#supported) return;
    await this.#knex.raw('SELECT pg_notify(?, ?)', [channel, payload]);
  }

  stop(): void {
    this.#stopped = true;
    this.#drop();
  }

  #connect(): void {
    this.#listen().catch(error => {
      this.#logger.warn(`Cannot listen to the database: ${nameOf(error)}`);
      this.#retry();
    });
  }

  async #listen(): Promise<void> {
    const connection: Connection =
      await this.#knex.client.acquireRawConnection();
    this.#connection = connection;
    if (this.#stopped) {
      this.#drop();
      return;
    }
    const lost = () => {
      if (this.#connection === connection) this.#retry();
    };
    connection.on('error', lost);
    connection.on('end', lost);
    connection.on(
      'notification',
      ({ channel, payload }: { channel: string; payload?: string }) =>
        this.#listeners.get(channel)?.(payload ?? ''),
    );
    for (const channel of this.#listeners.keys()) {
      await connection.query(`LISTEN ${channel}`);
    }
    if (this.#connection !== connection) return;
    this.#keepAlive(connection);
    for (const listener of this.#listeners.values()) listener('');
  }

  /** An answer that does not come before the next question is none. */
  #keepAlive(connection: Connection): void {
    let answered = true;
    this.#timer = setInterval(() => {
      if (!answered) {
        this.#retry();
        return;
      }
      answered = false;
      connection.query('SELECT 1').then(
        () => {
          answered = true;
        },
        () => {},
      );
    }, KEEPALIVE_MS);
    this.#timer.unref();
  }

  #retry(): void {
    this.#drop();
    if (this.#stopped) return;
    this.#timer = setTimeout(() => this.#connect(), RETRY_MS);
    this.#timer.unref();
  }

  #drop(): void {
    clearTimeout(this.#timer);
    const connection = this.#connection;
    this.#connection = undefined;
    if (!connection) return;
    connection.removeAllListeners();
    // It may fail once more on its way out.
    connection.on('error', () => {});
    this.#knex.client.destroyRawConnection(connection).catch(() => {});
  }
}
