import type { DiscoveredCluster } from './DiscoveredCluster';

/**
 * What a cluster source may do. It sees and touches its own clusters only.
 * @public
 */
export interface ClusterRegistry {
  /** Adds the cluster, or updates the one with the same `sourceId`. Fails with ConflictError when another cluster has the name or the server. */
  upsert(cluster: DiscoveredCluster): Promise<{ id: string }>;
  /** Removes a cluster that the source no longer knows, with all that was read from it. Unknown ids are no error. */
  retire(sourceId: string): Promise<void>;
  /** The ids of the source's clusters that are registered now. */
  listSourceIds(): Promise<string[]>;
}
