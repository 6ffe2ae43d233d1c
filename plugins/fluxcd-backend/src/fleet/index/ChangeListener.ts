import type { Knex } from 'knex';
import type { Clock } from '../../kubernetes/Clock';
import { pause } from '../../kubernetes/pause';

/** The channel on which PostgreSQL tells of a commit. */
const CHANNEL = 'fluxcd_changes';
/** How long after a failure the connection is opened again, at least and at most twice this. Milliseconds. */
const RETRY_MS = 5_000;

/** What is used of the driver's connection. */
interface Connection {
  query(sql: string): Promise<unknown>;
  on(event: 'notification' | 'error' | 'end', listener: () => void): void;
}

/**
 * Hears of commits at once where the database is PostgreSQL, on a connection of its own, which is opened again when it
 * ends. It only saves waiting: nobody may depend on it, for what is told while it is closed is lost.
 */
export class ChangeListener {
  readonly #knex: Knex;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;

  constructor(options: { knex: Knex; clock: Clock; onChange: () => void }) {
    this.#knex = options.knex;
    this.#clock = options.clock;
    this.#onChange = options.onChange;
  }

  start(): void {
    if (String(this.#knex.client.config.client).startsWith('pg')) {
      this.#running = this.#run();
    }
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await this.#listen(signal).catch(() => {});
      await pause(this.#clock, RETRY_MS * (1 + this.#clock.random()), signal);
    }
  }

  /** Ends when the connection does. */
  async #listen(signal: AbortSignal): Promise<void> {
    const { client } = this.#knex;
    const connection: Connection = await client.acquireRawConnection();
    try {
      const ended = new Promise<void>(resolve => {
        connection.on('end', resolve);
        connection.on('error', resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      connection.on('notification', () => this.#onChange());
      await connection.query(`LISTEN ${CHANNEL}`);
      // What was told before is lost.
      this.#onChange();
      if (!signal.aborted) await ended;
    } finally {
      // One that is broken may not even be able to end.
      client.destroyRawConnection(connection).catch(() => {});
    }
  }
}
