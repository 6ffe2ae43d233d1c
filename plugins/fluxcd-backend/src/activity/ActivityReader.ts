import { InputError } from '@backstage/errors';
import type {
  Activity,
  ActivityList,
  activityFilterSchema,
  activityQuerySchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import { likePattern } from '../database/likePattern';

type Filter = z.output<typeof activityFilterSchema>;
type Query = z.output<typeof activityQuerySchema>;

interface Row {
  id: string;
  at: string;
  actor: string;
  action: string;
  outcome: string;
  message: string | null;
  cluster_id: string | null;
  cluster_name: string | null;
  resource_id: string | null;
  kind: string | null;
  namespace: string | null;
  name: string | null;
  operation_id: string | null;
}

const cursorSchema = z.tuple([z.iso.datetime(), z.string().max(36)]);

function decodeCursor(text: string): [string, string] {
  try {
    const [at, id] = cursorSchema.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
    );
    if (!id.includes('\0')) return [at, id];
  } catch {
    // Refused below, like whatever else no list has handed out.
  }
  throw new InputError('cursor: must be a nextCursor of this list');
}

function toActivity(row: Row): Activity {
  return {
    id: row.id,
    at: row.at,
    actor: row.actor,
    action: row.action,
    outcome: row.outcome,
    message: row.message ?? undefined,
    clusterId: row.cluster_id ?? undefined,
    clusterName: row.cluster_name ?? undefined,
    resourceId: row.resource_id ?? undefined,
    kind: row.kind ?? undefined,
    namespace: row.namespace ?? undefined,
    name: row.name ?? undefined,
    operationId: row.operation_id ?? undefined,
  };
}

/** Reads the record of who did what. */
export class ActivityReader {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /** One page, newest first, and what there is to filter by. @throws InputError for a foreign cursor */
  async list(query: Query): Promise<ActivityList> {
    const { limit, cursor } = query;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const [rows, choices] = await Promise.all([
      // One more than the page, which tells whether there is a next one.
      this.#select(query, { limit: limit + 1, after }),
      this.#choices(),
    ]);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(toActivity),
      nextCursor:
        rows.length > limit && last
          ? Buffer.from(JSON.stringify([last.at, last.id])).toString(
              'base64url',
            )
          : undefined,
      choices,
    };
  }

  /** The newest `limit` acts that match. */
  async newest(filter: Filter, limit: number): Promise<Activity[]> {
    return (await this.#select(filter, { limit })).map(toActivity);
  }

  #select(
    filter: Filter,
    options: { limit: number; after?: [at: string, id: string] },
  ): Promise<Row[]> {
    const { limit, after } = options;
    const select = this.#knex<Row>('activities')
      .select('*')
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit);
    if (filter.actor) {
      select.whereRaw("LOWER(actor) LIKE ? ESCAPE '!'", [
        likePattern(this.#knex, filter.actor),
      ]);
    }
    if (filter.action) select.whereIn('action', filter.action);
    if (filter.outcome) select.whereIn('outcome', filter.outcome);
    const { cluster } = filter;
    if (cluster) {
      select.where(or =>
        or.whereIn('cluster_name', cluster).orWhereIn('cluster_id', cluster),
      );
    }
    if (filter.from) select.where('at', '>=', filter.from);
    if (filter.to) select.where('at', '<', filter.to);
    if (after) {
      const [at, id] = after;
      select.where(or =>
        or
          .where('at', '<', at)
          .orWhere(tie => tie.where('at', at).where('id', '<', id)),
      );
    }
    return select as unknown as Promise<Row[]>;
  }

  async #choices(): Promise<ActivityList['choices']> {
    const rows: Array<Pick<Row, 'action' | 'outcome' | 'cluster_name'>> =
      await this.#knex('activities').distinct(
        'action',
        'outcome',
        'cluster_name',
      );
    const sorted = (value: (row: (typeof rows)[number]) => string | null) =>
      [...new Set(rows.map(row => value(row) ?? ''))].filter(Boolean).sort();
    return {
      action: sorted(row => row.action),
      outcome: sorted(row => row.outcome),
      cluster: sorted(row => row.cluster_name),
    };
  }
}
