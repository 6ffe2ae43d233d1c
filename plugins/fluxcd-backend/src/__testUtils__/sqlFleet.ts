import type { ResourceList } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { likePattern } from '../database/likePattern';
import type { StoredResource } from '../database/StoredResource';
import type { FleetQuery } from '../fleet/index/FleetQuery';
import type { ClusterName } from '../fleet/index/KnownClusters';
import { computeFacets, type FacetCount } from './computeFacets';

const SORT_COLUMN: Record<FleetQuery['sort'], string> = {
  status: 'r.status_rank',
  name: 'r.name',
  kind: 'r.kind',
  namespace: 'r.namespace',
  cluster: 'c.name',
  statusSince: "COALESCE(r.status_since, '')",
};
const TEXT_COLUMNS = ['name', 'namespace', 'revision', 'message'];

/** What selects rows whatever the facets say: text, selectors, and what somebody may see. */
function whereVisible(
  knex: Knex,
  select: Knex.QueryBuilder,
  query: FleetQuery,
): void {
  const { text, selectors, visibleTo } = query;
  if (text) {
    const pattern = likePattern(knex, text);
    select.where(any => {
      for (const column of TEXT_COLUMNS) {
        any.orWhereRaw(`LOWER(r.${column}) LIKE ? ESCAPE '!'`, [pattern]);
      }
    });
  }
  const either = (conditions: Array<Record<string, unknown>>) => {
    if (!conditions.length) select.whereRaw('1 = 0');
    select.where(any => {
      for (const condition of conditions) {
        any.orWhere(all => {
          all.whereRaw('1 = 1');
          for (const [column, value] of Object.entries(condition)) {
            if (Array.isArray(value)) all.whereIn(`r.${column}`, value);
            else if (value) all.where(`r.${column}`, value as string);
          }
        });
      }
    });
  };
  if (selectors) {
    either(
      selectors.map(({ clusterIds, kubernetesId, ...names }) => ({
        ...names,
        cluster_id: clusterIds,
        kubernetes_id: kubernetesId,
      })),
    );
  }
  if (visibleTo) {
    either(
      visibleTo.map(({ clusters, namespaces, kinds }) => ({
        cluster_id: clusters,
        namespace: namespaces,
        kind: kinds,
      })),
    );
  }
}

/** The answer of the index as SQL over the rows gives it: a page, and one grouped count for the total and all facets. */
export async function sqlFleet(
  knex: Knex,
  query: FleetQuery,
  clusters: ReadonlyMap<string, ClusterName>,
): Promise<Pick<ResourceList, 'total' | 'facets'> & { ids: string[] }> {
  const key = SORT_COLUMN[query.sort];
  const select = knex('resources as r')
    .join('clusters as c', 'c.id', 'r.cluster_id')
    .limit(query.limit);
  const { clusterIds, kind, namespace, status } = query;
  if (clusterIds) select.whereIn('r.cluster_id', clusterIds);
  if (kind) select.whereIn('r.kind', kind);
  if (namespace) select.whereIn('r.namespace', namespace);
  if (status) select.whereIn('r.status', status);
  whereVisible(knex, select, query);
  if (query.after) {
    const [value, name, id] = query.after;
    const past = query.order === 'asc' ? '>' : '<';
    select.whereRaw(
      `(${key} ${past} ? OR (${key} = ? AND (r.name > ? OR (r.name = ? AND r.id > ?))))`,
      [value, value, name, name, id],
    );
  }
  select.orderByRaw(`${key} ${query.order}`);
  if (query.sort !== 'name') select.orderBy('r.name');
  const ids: string[] = await select.orderBy('r.id').pluck('r.id');

  const columns = ['cluster_id', 'kind', 'namespace', 'status'] as const;
  const counting = knex('resources as r')
    .groupBy(columns)
    .select(columns)
    .count('* as count');
  whereVisible(knex, counting, query);
  type Row = Pick<StoredResource, (typeof columns)[number]>;
  const counts = (await counting) as Array<Row & { count: number | string }>;
  return {
    ids,
    ...computeFacets(
      counts.map(
        ({ cluster_id: clusterId, count, ...row }): FacetCount => ({
          ...row,
          clusterId,
          count: Number(count),
        }),
      ),
      query,
      id => clusters.get(id)?.title || clusters.get(id)?.name,
    ),
  };
}
