import {
  type ResourceList,
  STATUS_RANK,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { StoredResource } from '../database/StoredResource';
import type { FleetQuery } from '../fleet/index/FleetQuery';
import type { ClusterName } from '../fleet/index/KnownClusters';
import { computeFacets } from './computeFacets';

function matches(row: StoredResource, query: FleetQuery): boolean {
  const has = (value: string | null) =>
    value !== null &&
    value.toLowerCase().includes((query.text ?? '').toLowerCase());
  const isSelected = query.selectors?.some(
    ({ clusterIds, ...s }) =>
      (!clusterIds || clusterIds.includes(row.cluster_id)) &&
      (!s.namespace || s.namespace === row.namespace) &&
      (!s.kind || s.kind === row.kind) &&
      (!s.name || s.name === row.name) &&
      (!s.kubernetesId || s.kubernetesId === row.kubernetes_id),
  );
  const isVisible = query.visibleTo?.some(
    ({ clusters, namespaces, kinds }) =>
      (clusters?.includes(row.cluster_id) ?? true) &&
      (namespaces?.includes(row.namespace) ?? true) &&
      (kinds?.includes(row.kind) ?? true),
  );
  return (
    (!query.text ||
      [row.name, row.namespace, row.revision, row.message].some(has)) &&
    (isSelected ?? true) &&
    (isVisible ?? true)
  );
}

/** The answer of the index, as simply as it can be worked out: by filtering and sorting an array. */
export function naiveFleet(
  all: readonly StoredResource[],
  query: FleetQuery,
  clusters: ReadonlyMap<string, ClusterName>,
): Pick<ResourceList, 'total' | 'facets'> & { ids: string[] } {
  const rows = all.filter(
    row => clusters.has(row.cluster_id) && matches(row, query),
  );
  const { sort, after } = query;
  const sign = query.order === 'asc' ? 1 : -1;
  const keyOf = (row: StoredResource) => {
    switch (sort) {
      case 'status':
        return STATUS_RANK[row.status];
      case 'cluster':
        return clusters.get(row.cluster_id)!.name;
      case 'statusSince':
        return row.status_since ?? '';
      default:
        return row[sort];
    }
  };
  const compare = (
    a: readonly [string | number, string, string],
    b: readonly [string | number, string, string],
  ) => {
    const less = (x: string | number, y: string | number) =>
      Number(x > y) - Number(x < y);
    return less(a[0], b[0]) * sign || less(a[1], b[1]) || less(a[2], b[2]);
  };
  const placeOf = (row: StoredResource) =>
    [keyOf(row), row.name, row.id] as const;
  return {
    ids: rows
      .filter(
        row =>
          (query.clusterIds?.includes(row.cluster_id) ?? true) &&
          (query.kind?.includes(row.kind) ?? true) &&
          (query.namespace?.includes(row.namespace) ?? true) &&
          (query.status?.includes(row.status) ?? true),
      )
      .filter(row => !after || compare(placeOf(row), after) > 0)
      .sort((a, b) => compare(placeOf(a), placeOf(b)))
      .slice(0, query.limit)
      .map(row => row.id),
    ...computeFacets(
      rows.map(row => ({ ...row, clusterId: row.cluster_id, count: 1 })),
      query,
      id => clusters.get(id)?.title || clusters.get(id)?.name,
    ),
  };
}
