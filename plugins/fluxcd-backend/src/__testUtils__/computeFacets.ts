import {
  type ResourceList,
  type ResourceStatus,
  resourceStatusSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** Rows counted by the four columns that have a facet. */
export interface FacetCount {
  clusterId: string;
  kind: string;
  namespace: string;
  status: ResourceStatus;
  count: number;
}

/** What is selected per facet; absent: everything. */
export interface FacetFilter {
  clusterIds?: readonly string[];
  kind?: readonly string[];
  namespace?: readonly string[];
  status?: readonly string[];
}

const STATUS_ORDER: readonly string[] = resourceStatusSchema.options;

/**
 * Total and facets out of one grouped count. Each facet ignores its own filter, so that it shows what choosing
 * another value would give; a selected value without rows stays visible with 0, so that it can be unselected.
 */
export function computeFacets(
  counts: readonly FacetCount[],
  filter: FacetFilter,
  clusterLabel: (clusterId: string) => string | undefined,
): Pick<ResourceList, 'facets' | 'total'> {
  const matches = {
    cluster: (c: FacetCount) =>
      filter.clusterIds?.includes(c.clusterId) ?? true,
    kind: (c: FacetCount) => filter.kind?.includes(c.kind) ?? true,
    namespace: (c: FacetCount) =>
      filter.namespace?.includes(c.namespace) ?? true,
    status: (c: FacetCount) => filter.status?.includes(c.status) ?? true,
  };
  const tables = {
    cluster: new Map(filter.clusterIds?.map(v => [v, 0])),
    kind: new Map(filter.kind?.map(v => [v, 0])),
    namespace: new Map(filter.namespace?.map(v => [v, 0])),
    status: new Map(filter.status?.map(v => [v, 0])),
  };
  let total = 0;
  const add = (table: Map<string, number>, value: string, count: number) =>
    table.set(value, (table.get(value) ?? 0) + count);

  for (const c of counts) {
    const cluster = matches.cluster(c);
    const kind = matches.kind(c);
    const namespace = matches.namespace(c);
    const status = matches.status(c);
    if (cluster && kind && namespace && status) total += c.count;
    if (kind && namespace && status) add(tables.cluster, c.clusterId, c.count);
    if (cluster && namespace && status) add(tables.kind, c.kind, c.count);
    if (cluster && kind && status) add(tables.namespace, c.namespace, c.count);
    if (cluster && kind && namespace) add(tables.status, c.status, c.count);
  }

  const sorted = (table: Map<string, number>) =>
    [...table]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => (a.value < b.value ? -1 : 1));
  return {
    total,
    facets: {
      cluster: sorted(tables.cluster)
        .map(f => ({ ...f, label: clusterLabel(f.value) }))
        .sort((a, b) => (a.label ?? a.value).localeCompare(b.label ?? b.value)),
      kind: sorted(tables.kind),
      namespace: sorted(tables.namespace),
      // Worst first, as the list itself.
      status: sorted(tables.status).sort(
        (a, b) => STATUS_ORDER.indexOf(a.value) - STATUS_ORDER.indexOf(b.value),
      ),
    },
  };
}
