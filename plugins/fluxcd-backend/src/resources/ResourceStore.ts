import type {
  Resource,
  ResourceList,
  ResourceSort,
  ResourceStatus,
  resourceQuerySchema,
  StatusCounts,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import type { z } from 'zod';
import type { StoredResource } from '../database/StoredResource';
import { computeFacets, type FacetCount } from './computeFacets';
import { likePattern } from '../database/likePattern';
import { decodeCursor, encodeCursor } from './ResourceCursor';
import { chooseClusters } from './chooseClusters';
import type { ClusterName } from './ClusterName';
import { toResource } from './toResource';
import { whereSelected } from './whereSelected';

const SORT_COLUMN: Record<ResourceSort, string> = {
  status: 'r.status_rank',
  name: 'r.name',
  kind: 'r.kind',
  namespace: 'r.namespace',
  cluster: 'c.name',
  statusSince: "COALESCE(r.status_since, '')",
};

/** Columns that the text filter looks at. */
const TEXT_COLUMNS = ['name', 'namespace', 'revision', 'message'];

type Query = z.output<typeof resourceQuerySchema>;

function sortKeyOf(row: StoredResource, sort: ResourceSort, cluster: string) {
  switch (sort) {
    case 'status':
      return row.status_rank;
    case 'cluster':
      return cluster;
    case 'statusSince':
      return row.status_since ?? '';
    default:
      return row[sort];
  }
}

/** Reads the rows that the fleet keeps fresh. */
export class ResourceStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /**
   * One page with total and facets. Two statements, whatever the filters: the page, and one grouped count that
   * holds the total and all facets.
   */
  async query(
    query: Query,
    clusters: ReadonlyMap<string, ClusterName>,
  ): Promise<Omit<ResourceList, 'freshness'>> {
    const { sort, order, limit } = query;
    const cursor =
      query.cursor === undefined
        ? undefined
        : decodeCursor(query.cursor, { sort, order });
    const clusterIds = chooseClusters(clusters, query.cluster);

    const [rows, counts] = await Promise.all([
      this.#page({ ...query, clusterIds, after: cursor?.after }, clusters),
      this.#counts(query, clusters),
    ]);

    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(row =>
        toResource(row, clusters.get(row.cluster_id)?.name ?? ''),
      ),
      nextCursor:
        rows.length > limit && last
          ? encodeCursor({
              sort,
              order,
              after: [
                sortKeyOf(
                  last,
                  sort,
                  clusters.get(last.cluster_id)?.name ?? '',
                ),
                last.name,
                last.id,
              ],
            })
          : undefined,
      ...computeFacets(counts, { ...query, clusterIds }, id => {
        const cluster = clusters.get(id);
        return cluster?.title || cluster?.name;
      }),
    };
  }

  /** The first `limit` rows that match, without counting anything. */
  async first(
    query: Omit<Query, 'limit' | 'cursor'>,
    limit: number,
  ): Promise<Resource[]> {
    const clusters = await this.clusterNames();
    const clusterIds = chooseClusters(clusters, query.cluster);
    const rows = await this.#page(
      { ...query, clusterIds, limit: limit - 1 },
      clusters,
    );
    return rows.map(row =>
      toResource(row, clusters.get(row.cluster_id)?.name ?? ''),
    );
  }

  /** All clusters, by id. */
  async clusterNames(): Promise<Map<string, ClusterName>> {
    const rows: ClusterName[] = await this.#knex('clusters').select(
      'id',
      'name',
      'title',
    );
    return new Map(rows.map(row => [row.id, row]));
  }

  async get(id: string): Promise<Resource | undefined> {
    const [resource] = await this.getAll([id]);
    return resource;
  }

  /** The resources that exist among `ids`, in no particular order. */
  async getAll(ids: readonly string[]): Promise<Resource[]> {
    if (!ids.length) return [];
    const rows = await this.#knex<StoredResource>('resources as r')
      .join('clusters as c', 'c.id', 'r.cluster_id')
      .whereIn('r.id', [...new Set(ids)])
      .select('r.*', 'c.name as cluster_name');
    return rows.map((row: StoredResource & { cluster_name: string }) =>
      toResource(row, row.cluster_name),
    );
  }

  /** All resources of a cluster, in no particular order. */
  async listOfCluster(clusterId: string): Promise<Resource[]> {
    const rows = await this.#knex<StoredResource>('resources as r')
      .join('clusters as c', 'c.id', 'r.cluster_id')
      .where('r.cluster_id', clusterId)
      .select('r.*', 'c.name as cluster_name');
    return rows.map((row: StoredResource & { cluster_name: string }) =>
      toResource(row, row.cluster_name),
    );
  }

  /** Which of `ids` exist. */
  async existing(ids: readonly string[]): Promise<Set<string>> {
    const found = new Set<string>();
    // Databases limit the number of bindings: 999 in older SQLite.
    for (let start = 0; start < ids.length; start += 500) {
      const rows = await this.#knex('resources')
        .whereIn('id', ids.slice(start, start + 500))
        .select('id');
      for (const row of rows) found.add(row.id);
    }
    return found;
  }

  /** The API version that the cluster serves a kind in, as discovery found it. */
  async findVersion(
    clusterId: string,
    kind: { group: string; kind: string },
  ): Promise<string | undefined> {
    const row = await this.#knex('cluster_kinds')
      .where({ cluster_id: clusterId, api_group: kind.group, kind: kind.kind })
      .first('version');
    return row?.version ?? undefined;
  }

  /** Number of resources by status, per cluster or of one; clusters without resources are absent. */
  async countsByCluster(
    clusterId?: string,
  ): Promise<Map<string, StatusCounts>> {
    const select = this.#knex('resources')
      .groupBy('cluster_id', 'status')
      .select('cluster_id', 'status')
      .count('* as count');
    if (clusterId) select.where({ cluster_id: clusterId });
    const rows = (await select) as Array<{
      cluster_id: string;
      status: ResourceStatus;
      count: number | string;
    }>;
    const result = new Map<string, StatusCounts>();
    for (const row of rows) {
      const counts = result.get(row.cluster_id) ?? { total: 0, byStatus: {} };
      const count = Number(row.count);
      counts.total += count;
      counts.byStatus[row.status] = count;
      result.set(row.cluster_id, counts);
    }
    return result;
  }

  /** One row more than the page, which tells whether there is a next one. */
  async #page(
    query: Query & {
      clusterIds?: string[];
      after?: [string | number, string, string];
    },
    clusters: ReadonlyMap<string, ClusterName>,
  ): Promise<StoredResource[]> {
    const { sort, order, limit, after } = query;
    const key = SORT_COLUMN[sort];
    const select = this.#knex<StoredResource>('resources as r')
      .select('r.*')
      .limit(limit + 1);
    if (sort === 'cluster')
      select.join('clusters as c', 'c.id', 'r.cluster_id');
    if (query.clusterIds) select.whereIn('r.cluster_id', query.clusterIds);
    if (query.kind) select.whereIn('r.kind', query.kind);
    if (query.namespace) select.whereIn('r.namespace', query.namespace);
    if (query.status) select.whereIn('r.status', query.status);
    if (query.text) this.#whereText(select, query.text);
    if (query.selector) whereSelected(select, query.selector, clusters);

    if (after) {
      const [value, name, id] = after;
      const past = order === 'asc' ? '>' : '<';
      select.where(or =>
        or
          .whereRaw(`${key} ${past} ?`, [value])
          .orWhere(tie =>
            tie
              .whereRaw(`${key} = ?`, [value])
              .where(rest =>
                rest
                  .where('r.name', '>', name)
                  .orWhere(same =>
                    same.where('r.name', name).where('r.id', '>', id),
                  ),
              ),
          ),
      );
    }
    // Ties are broken the same way in both orders, so that a list does not jump when it is turned around.
    select.orderByRaw(`${key} ${order}`);
    if (sort !== 'name') select.orderBy('r.name');
    return select.orderBy('r.id');
  }

  async #counts(
    query: Pick<Query, 'text' | 'selector'>,
    clusters: ReadonlyMap<string, ClusterName>,
  ): Promise<FacetCount[]> {
    const columns = ['cluster_id', 'kind', 'namespace', 'status'] as const;
    const select = this.#knex('resources as r')
      .groupBy(columns)
      .select(columns)
      .count('* as count');
    if (query.text) this.#whereText(select, query.text);
    if (query.selector) whereSelected(select, query.selector, clusters);
    type Row = Pick<StoredResource, (typeof columns)[number]>;
    const rows = (await select) as Array<Row & { count: number | string }>;
    return rows.map(({ cluster_id: clusterId, count, ...row }) => ({
      ...row,
      clusterId,
      count: Number(count),
    }));
  }

  #whereText(select: Knex.QueryBuilder, text: string): void {
    const pattern = likePattern(this.#knex, text);
    select.where(or => {
      for (const column of TEXT_COLUMNS) {
        or.orWhereRaw(`LOWER(r.${column}) LIKE ? ESCAPE '!'`, [pattern]);
      }
    });
  }
}
