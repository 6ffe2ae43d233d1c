import type { Knex } from 'knex';
import { INITIATED } from '../activity/ActivityStore';
import type { Retention } from './readRetention';

/** Rows that one statement deletes: few enough to hold nobody up, and below the parameters that SQLite takes. */
const BATCH = 500;
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** How long deletions are known one by one. Whoever follows the changes reads them within seconds, or starts anew. */
const TOMBSTONE_MS = HOUR_MS;

/** Deletes what is older than the record is kept. What is still under way stays, however old it is. */
export class RecordCleaner {
  readonly #knex: Knex;
  readonly #retention: Retention;

  constructor(options: { knex: Knex; retention: Retention }) {
    this.#knex = options.knex;
    this.#retention = options.retention;
  }

  /** Returns how many rows went; those of the targets of operations, which go with them, are not counted. */
  async clean(
    now: Date,
    signal?: AbortSignal,
  ): Promise<{ activities: number; operations: number; history: number }> {
    await this.#cleanFeed(now, signal);
    const { activityDays, operationDays, historyDays } = this.#retention;
    const before = (days: number) =>
      new Date(now.getTime() - days * DAY_MS).toISOString();
    return {
      activities: await this.#delete(
        () =>
          this.#knex('activities')
            .where('at', '<', before(activityDays))
            .whereNot({ outcome: INITIATED }),
        signal,
      ),
      operations: await this.#delete(
        // An open operation has not finished, and NULL is before nothing.
        () =>
          this.#knex('operations').where(
            'finished_at',
            '<',
            before(operationDays),
          ),
        signal,
      ),
      history: await this.#delete(
        // By when it was last news: a reconciliation that began long ago may go on.
        () =>
          this.#knex('resource_history').where(
            'last_at',
            '<',
            before(historyDays),
          ),
        signal,
      ),
    };
  }

  /**
   * Forgets deletions that everybody has heard of, and replicas that are long gone. How far the deletions of a cluster
   * are forgotten is written down in the same transaction: who stands before that must read the cluster anew.
   */
  async #cleanFeed(now: Date, signal?: AbortSignal): Promise<void> {
    const old = new Date(now.getTime() - TOMBSTONE_MS).toISOString();
    const known = (tx: Knex) =>
      tx('resource_tombstones').where('deleted_at', '<', old);
    const clusterIds: string[] = await known(this.#knex)
      .distinct('cluster_id')
      .orderBy('cluster_id')
      .pluck('cluster_id');
    for (const clusterId of clusterIds) {
      if (signal?.aborted) return;
      await this.#knex.transaction(async tx => {
        // Nobody commits a deletion meanwhile.
        const lease = await tx('cluster_leases')
          .where({ cluster_id: clusterId })
          .forUpdate()
          .first('tombstones_from');
        if (!lease) return;
        const forgotten = () => known(tx).where({ cluster_id: clusterId });
        const [{ last }] = await forgotten().max('change_number as last');
        if (last === null) return;
        await tx('cluster_leases')
          .where({ cluster_id: clusterId })
          .where('tombstones_from', '<', last)
          .update({ tombstones_from: last });
        // Up to that number all of them, so that what the lease says is true whatever the clock did.
        await tx('resource_tombstones')
          .where({ cluster_id: clusterId })
          .where('change_number', '<=', last)
          .delete();
      });
    }
    await this.#knex('replicas')
      .where('expires_at', '<', now.getTime() - DAY_MS)
      .delete();
  }

  /** Ids first, because not every database deletes with a limit, or from a table that it reads. */
  async #delete(
    old: () => Knex.QueryBuilder,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    let count = 0;
    while (!signal?.aborted) {
      const ids: string[] = await old().limit(BATCH).pluck('id');
      if (ids.length) count += await old().whereIn('id', ids).delete();
      if (ids.length < BATCH) break;
    }
    return count;
  }
}
