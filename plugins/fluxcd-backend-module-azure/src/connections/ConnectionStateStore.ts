import type { Knex } from 'knex';
import type { ConnectionState } from './ConnectionState';

interface Row {
  connection_id: string;
  status: string;
  problems: string;
  object_id: string | null;
  last_sync_at: string | null;
}

/** The `azure_connection_states` table: what came of the syncs of every connection, of the configuration as well. */
export class ConnectionStateStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /** By id of the connection. */
  async list(): Promise<Map<string, ConnectionState>> {
    const rows = await this.#rows();
    return new Map(rows.map(row => [row.connection_id, toState(row)]));
  }

  async get(connectionId: string): Promise<ConnectionState | undefined> {
    const row = await this.#rows()
      .where({ connection_id: connectionId })
      .first();
    return row && toState(row);
  }

  /** Of two replicas that write at once, the later one counts. */
  async set(connectionId: string, state: ConnectionState): Promise<void> {
    const row = {
      status: state.status,
      problems: JSON.stringify(state.problems),
      last_sync_at: state.lastSyncAt ?? null,
      ...(state.objectId && { object_id: state.objectId }),
    };
    await this.#rows()
      .insert({ connection_id: connectionId, ...row })
      .onConflict('connection_id')
      .merge(row);
  }

  /** What failed for want of a token says nothing of the secret that came after it. */
  async clearFailure(connectionId: string): Promise<void> {
    await this.#rows()
      .where({ connection_id: connectionId, status: 'failed' })
      .update({ status: 'pending', problems: '[]' });
  }

  /** What was found out about an identity that is no longer used does not hold for the next one. */
  async delete(connectionId: string): Promise<void> {
    await this.#rows().where({ connection_id: connectionId }).delete();
  }

  #rows() {
    return this.#knex<Row>('azure_connection_states');
  }
}

function toState(row: Row): ConnectionState {
  return {
    status: row.status as ConnectionState['status'],
    problems: JSON.parse(row.problems),
    objectId: row.object_id ?? undefined,
    lastSyncAt: row.last_sync_at ?? undefined,
  };
}
