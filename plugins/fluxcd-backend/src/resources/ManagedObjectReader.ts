import { InputError } from '@backstage/errors';
import type {
  ManagedObjectList,
  managedObjectQuerySchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { StoredResource } from '../database/StoredResource';
import { toResource } from './toResource';

type Query = z.output<typeof managedObjectQuerySchema>;
type Row = StoredResource & {
  object_group: string;
  object_kind: string;
  object_namespace: string;
  object_name: string;
  cluster_name: string;
};

/** What orders the objects of one name, and tells any two of them apart. */
const ORDER = ['m.kind', 'm.namespace', 'm.api_group', 'm.resource_id'];

const text = z
  .string()
  .max(253)
  .regex(/^[^\0]*$/);
const cursorSchema = z.tuple([text, text, text, text]);

/** Where a page ended; it grants nothing: a forged one only starts elsewhere. */
function decodeCursor(cursor: string): string[] {
  try {
    return cursorSchema.parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')),
    );
  } catch {
    throw new InputError('cursor: must be a nextCursor of this list');
  }
}

/** Reads which resources applied an object, in the whole fleet. */
export class ManagedObjectReader {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /**
   * One page of the objects that have a name. What is applied meanwhile moves nothing from one page to another.
   * @throws InputError for a foreign cursor
   */
  async list(query: Query): Promise<ManagedObjectList> {
    const { limit, cluster } = query;
    const select = this.#knex('managed_objects as m')
      .join('resources as r', 'r.id', 'm.resource_id')
      .join('clusters as c', 'c.id', 'r.cluster_id')
      .where('m.name', query.name)
      .select('r.*', 'c.name as cluster_name', {
        object_group: 'm.api_group',
        object_kind: 'm.kind',
        object_namespace: 'm.namespace',
        object_name: 'm.name',
      })
      .orderBy(ORDER)
      // One more than the page, which tells whether there is a next one.
      .limit(limit + 1);
    if (query.kind) select.whereIn('m.kind', query.kind);
    if (query.namespace) select.whereIn('m.namespace', query.namespace);
    if (query.group) select.whereIn('m.api_group', query.group);
    if (cluster) {
      select.where(or =>
        or.whereIn('c.name', cluster).orWhereIn('c.id', cluster),
      );
    }
    if (query.cursor !== undefined) {
      select.whereRaw(`(${ORDER}) > (?, ?, ?, ?)`, decodeCursor(query.cursor));
    }
    const rows: Row[] = await select;
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(row => ({
        group: row.object_group,
        kind: row.object_kind,
        namespace: row.object_namespace,
        name: row.object_name,
        resource: toResource(row, row.cluster_name),
      })),
      nextCursor:
        rows.length > limit && last
          ? Buffer.from(
              JSON.stringify([
                last.object_kind,
                last.object_namespace,
                last.object_group,
                last.id,
              ]),
            ).toString('base64url')
          : undefined,
    };
  }
}
