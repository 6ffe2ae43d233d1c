import type { DiscoveredCluster } from './DiscoveredCluster';
import type { RegisteredCluster } from './RegisteredCluster';

/**
 * What a cluster source may do. It sees and touches its own clusters only.
 * @public
 */
export interface ClusterRegistry {
  /**
   * Adds the cluster, or updates the one with the same `sourceId`. Fails with ConflictError when another cluster has the
   * name or the server, with InputError when a field does not have its form.
   */
  upsert(cluster: DiscoveredCluster): Promise<{ id: string }>;
  /**
   * Says that a cluster is switched off, or no longer listed; undefined takes it back. Rows stay. Unknown ids are no
   * error. `since` stays when the state is the same.
   */
  setAvailability(
    sourceId: string,
    availability: { state: 'stopped' | 'missing'; message: string } | undefined,
  ): Promise<void>;
  /** Removes a cluster that the source no longer knows, with all that was read from it. Unknown ids are no error. */
  retire(sourceId: string): Promise<void>;
  /** The source's clusters that are registered now. */
  list(): Promise<RegisteredCluster[]>;
  /** Tries the connection with what is stored, like `GET /v1/clusters/{id}/health`. Fails with NotFoundError. */
  test(sourceId: string): Promise<{ ok: boolean; message: string }>;
}
