import type { Knex } from 'knex';

/** A connection that is asked something and says nothing for so long is given up. Milliseconds. */
const SILENCE_MS = 30_000;
/** As it is for the addresses of clusters. Milliseconds. */
const CONNECT_MS = 10_000;

/** What is used of a connection of `pg`. */
interface Connection {
  /** Nothing is asked of it. */
  readyForQuery: boolean;
  connection: {
    stream: {
      setTimeout(ms: number): void;
      on(event: 'timeout', listener: () => void): void;
      destroy(error: Error): void;
    };
  };
}

/**
 * Ends connections to PostgreSQL that are dead without saying so: a frozen server, a failover, a firewall that forgot
 * them. Neither `pg` nor knex has a limit of its own. That of `pg` (`query_timeout`) would be wrong: it gives the
 * statement up and keeps the connection, and with it the transaction, in which whoever gets it next would write. Here
 * the connection goes, and the database rolls back what it did not hear the end of. Other databases have no such limit.
 */
export function limitSilence(knex: Knex): void {
  const { client } = knex;
  if (!String(client.config.client).startsWith('pg')) return;
  const settings = client.connectionSettings as
    | { connectionTimeoutMillis?: number }
    | undefined;
  if (settings) settings.connectionTimeoutMillis ??= CONNECT_MS;
  const limited = new WeakSet<Connection>();
  client.pool.on('acquireSuccess', (_id: number, connection: Connection) => {
    if (limited.has(connection)) return;
    limited.add(connection);
    const { stream } = connection.connection;
    stream.on('timeout', () => {
      if (connection.readyForQuery) return;
      const silent = new Error('Connection terminated: it is silent');
      stream.destroy(Object.assign(silent, { code: 'ETIMEDOUT' }));
    });
    stream.setTimeout(SILENCE_MS);
  });
}
