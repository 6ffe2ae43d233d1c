import {
  type Freshness,
  parseResourceSelector,
  type ResourceList,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/**
 * Which clusters' freshness matters to the resources of an entity: those that have such resources, those that a
 * selector names, and those that were never read and so may have some. Under a filter by status nothing is left out
 * that a selector may mean: what is stale could match by now.
 */
export function relevantFreshness(
  list: ResourceList,
  options: { selectors: string[]; byStatus: boolean },
): Freshness[] {
  const { selectors, byStatus } = options;
  const wanted = selectors.flatMap(s => parseResourceSelector(s) ?? []);
  const having = new Set([
    ...list.items.map(item => item.clusterId),
    ...list.facets.cluster.map(({ value }) => value),
  ]);
  return list.freshness.filter(({ clusterId, clusterName, connection }) => {
    const named = wanted.some(
      ({ cluster }) => cluster === clusterName || cluster === clusterId,
    );
    const meant = named || wanted.some(({ cluster }) => !cluster);
    const unread = !connection.lastContactAt;
    return named || having.has(clusterId) || (meant && (unread || byStatus));
  });
}
