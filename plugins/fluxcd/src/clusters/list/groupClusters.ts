import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { clusterTitle } from '../clusterTitle';

/** What the list is grouped by: `environment`, or `label:` and a key. */
export const LABEL_PREFIX = 'label:';

export interface ClusterGroup {
  /** The common value; `undefined` for those that have none. */
  value?: string;
  clusters: Cluster[];
}

function valueOf(cluster: Cluster, groupBy: string): string | undefined {
  if (groupBy === 'environment') return cluster.environment || undefined;
  const key = groupBy.slice(LABEL_PREFIX.length);
  return Object.hasOwn(cluster.labels, key) ? cluster.labels[key] : undefined;
}

/**
 * The clusters in groups, those without a value last. In a group favourites come first, then it goes by name, so that
 * a cluster keeps its place when its state changes.
 */
export function groupClusters(
  clusters: readonly Cluster[],
  options: { groupBy?: string; favourites: ReadonlySet<string> },
): ClusterGroup[] {
  const { groupBy, favourites } = options;
  const rank = (cluster: Cluster) => (favourites.has(cluster.id) ? 0 : 1);
  const sorted = [...clusters].sort(
    (a, b) =>
      rank(a) - rank(b) || clusterTitle(a).localeCompare(clusterTitle(b)),
  );
  if (!groupBy) return [{ clusters: sorted }];
  const groups = new Map<string | undefined, Cluster[]>();
  for (const cluster of sorted) {
    const value = valueOf(cluster, groupBy);
    const group = groups.get(value);
    if (group) group.push(cluster);
    else groups.set(value, [cluster]);
  }
  return [...groups]
    .map(([value, members]) => ({ value, clusters: members }))
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined)
        return a.value === undefined ? 1 : -1;
      return a.value.localeCompare(b.value);
    });
}
