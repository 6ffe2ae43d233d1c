import type { ClusterName } from '../fleet/index/KnownClusters';

/** Ids of the clusters that are named by id or by name; `undefined` when all are meant. */
export function chooseClusters(
  clusters: ReadonlyMap<string, ClusterName>,
  wanted: readonly string[] | undefined,
): string[] | undefined {
  return (
    wanted &&
    [...clusters.values()]
      .filter(c => wanted.some(v => v === c.id || v === c.name))
      .map(c => c.id)
  );
}
