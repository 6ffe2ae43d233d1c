import type { ClusterRegistry } from './ClusterRegistry';
import type { SealedStorage } from './SealedStorage';
import type { SourceOperations } from './SourceOperations';

/**
 * Finds clusters and keeps the registry in step with what it found.
 * @public
 */
export interface ClusterSource {
  /** Unique, at most 63 characters; becomes the `source` of its clusters. */
  readonly id: string;
  /** Called once at start. Fails only if nothing can be done; the plugin logs it and starts without the source. */
  start(options: {
    clusters: ClusterRegistry;
    secrets: SealedStorage;
    operations: SourceOperations;
  }): Promise<void>;
  stop?(): Promise<void>;
}
