import { InputError, NotFoundError } from '@backstage/errors';
import type {
  HistoryList,
  historyQuerySchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { HistoryRow } from '../database/HistoryRow';
import { toHistoryRecord } from './toHistoryRecord';

type Query = z.output<typeof historyQuerySchema>;
type Row = HistoryRow & { cluster_name: string };

const cursorSchema = z.tuple([
  z.iso.datetime(),
  z.string().regex(/^[0-9a-f]{32}$/),
]);

/** Where a page ended; it grants nothing: a forged one only starts elsewhere. */
function decodeCursor(text: string): [at: string, id: string] {
  try {
    return cursorSchema.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
    );
  } catch {
    throw new InputError('cursor: must be a nextCursor of this list');
  }
}

/** Reads what happened to resources. */
export class HistoryReader {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /**
   * One page, newest first. What is recorded meanwhile moves nothing from one page to another: the time of a record
   * never changes. @throws InputError for a foreign cursor
   */
  async list(query: Query): Promise<HistoryList> {
    return this.#page(query);
  }

  /** The same of one resource, there or gone. @throws NotFoundError when nothing is known of it */
  async listOf(resourceId: string, query: Query): Promise<HistoryList> {
    const page = await this.#page(query, resourceId);
    if (!page.items.length && !(await this.#isKnown(resourceId))) {
      throw new NotFoundError('There is no such resource');
    }
    return page;
  }

  async #page(query: Query, resourceId?: string): Promise<HistoryList> {
    const { limit, cursor } = query;
    const select = this.#knex('resource_history as h')
      .join('clusters as c', 'c.id', 'h.cluster_id')
      .select('h.*', 'c.name as cluster_name')
      .orderBy('h.at', 'desc')
      .orderBy('h.id', 'desc')
      // One more than the page, which tells whether there is a next one.
      .limit(limit + 1);
    if (resourceId !== undefined) select.where('h.resource_id', resourceId);
    if (query.cluster) {
      const { cluster } = query;
      select.where(or =>
        or.whereIn('c.name', cluster).orWhereIn('c.id', cluster),
      );
    }
    if (query.kind) select.whereIn('h.kind', query.kind);
    if (query.namespace) select.whereIn('h.namespace', query.namespace);
    if (query.type) select.whereIn('h.type', query.type);
    if (query.since) select.where('h.at', '>=', query.since);
    if (query.until) select.where('h.at', '<', query.until);
    if (cursor !== undefined) {
      const [at, id] = decodeCursor(cursor);
      select.where(or =>
        or
          .where('h.at', '<', at)
          .orWhere(tie => tie.where('h.at', at).where('h.id', '<', id)),
      );
    }
    const rows: Row[] = await select;
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(row => toHistoryRecord(row, row.cluster_name)),
      nextCursor:
        rows.length > limit && last
          ? Buffer.from(JSON.stringify([last.at, last.id])).toString(
              'base64url',
            )
          : undefined,
    };
  }

  async #isKnown(resourceId: string): Promise<boolean> {
    const known = await Promise.all([
      this.#knex('resources').where({ id: resourceId }).first('id'),
      this.#knex('resource_history')
        .where({ resource_id: resourceId })
        .first('id'),
    ]);
    return known.some(row => row !== undefined);
  }
}
