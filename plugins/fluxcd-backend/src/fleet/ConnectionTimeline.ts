import type {
  Connection,
  ConnectionEvent,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { classifyDatabaseError } from '../database/classifyDatabaseError';

const TABLE = 'cluster_connection_events';
/** Events that are kept of each cluster. */
const KEPT = 100;

/** The last changes of the link to each cluster. */
export class ConnectionTimeline {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /** Newest first. */
  async list(clusterId: string): Promise<ConnectionEvent[]> {
    const rows = await this.#knex(TABLE)
      .where({ cluster_id: clusterId })
      .orderBy('id', 'desc')
      .limit(KEPT);
    return rows.map(row => ({
      at: row.at,
      state: row.state,
      reason: row.reason ?? undefined,
      message: row.message ?? undefined,
    }));
  }

  /** Keeps what differs from the last event. That a first contact is pending is no news: each start has it. */
  async record(
    clusterId: string,
    connection: Pick<Connection, 'state' | 'reason' | 'message'>,
    at: string,
  ): Promise<void> {
    const { state, reason, message } = connection;
    if (state === 'connecting') return;
    const own = () => this.#knex(TABLE).where({ cluster_id: clusterId });
    const last = await own().orderBy('id', 'desc').first();
    if (last?.state === state && (last.reason ?? undefined) === reason) return;
    try {
      await this.#knex(TABLE).insert({
        cluster_id: clusterId,
        at,
        state,
        reason,
        message,
      });
    } catch (error) {
      // Deleted meanwhile.
      if (classifyDatabaseError(error) === 'missing-parent') return;
      throw error;
    }
    const surplus = await own().orderBy('id', 'desc').offset(KEPT).first('id');
    if (surplus) await own().where('id', '<=', surplus.id).delete();
  }
}
