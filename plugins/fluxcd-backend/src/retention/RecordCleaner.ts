import type { Knex } from 'knex';
import { INITIATED } from '../activity/ActivityStore';
import type { Retention } from './readRetention';

/** Rows that one statement deletes: few enough to hold nobody up, and below the parameters that SQLite takes. */
const BATCH = 500;
const DAY_MS = 24 * 60 * 60 * 1000;

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
