import type { ResourceList } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { compareText } from './compareText';
import type { FacetCounts } from './countFacets';
import type { Dictionary } from './Dictionary';
import type { FleetQuery } from './FleetQuery';
import type { KnownClusters } from './KnownClusters';
import type { RowGroups } from './RowGroups';
import { STATUSES } from './STATUSES';

type Facets = ResourceList['facets'];

/**
 * The counts with their values. What is chosen in a facet stays in it with 0 when nothing has it, so that the choice
 * can be undone.
 */
export function describeFacets(
  groups: RowGroups,
  counts: FacetCounts,
  query: FleetQuery,
  known: KnownClusters,
): Facets {
  const chosenClusters = new Set(query.clusterIds);
  const chosenStatuses = new Set(query.status);
  return {
    cluster: known.byLabel.flatMap(({ id, label }) => {
      const code = groups.clusters.find(id);
      const count = code === undefined ? 0 : counts.cluster[code];
      return count > 0 || chosenClusters.has(id)
        ? [{ value: id, count, label }]
        : [];
    }),
    kind: describe(groups.kinds, counts.kind, query.kind),
    namespace: describe(groups.namespaces, counts.namespace, query.namespace),
    // Worst first, as the list itself.
    status: STATUSES.flatMap((value, rank) => {
      const count = counts.status[rank];
      return count > 0 || chosenStatuses.has(value) ? [{ value, count }] : [];
    }),
  };
}

function describe(
  dictionary: Dictionary,
  counts: Int32Array,
  chosen: readonly string[] | undefined,
): Facets['kind'] {
  const facet: Facets['kind'] = [];
  const missing = new Set(chosen);
  for (const code of dictionary.sorted) {
    if (counts[code] === 0) continue;
    const value = dictionary.value(code);
    facet.push({ value, count: counts[code] });
    missing.delete(value);
  }
  if (!missing.size) return facet;
  for (const value of missing) facet.push({ value, count: 0 });
  return facet.sort((a, b) => compareText(a.value, b.value));
}
