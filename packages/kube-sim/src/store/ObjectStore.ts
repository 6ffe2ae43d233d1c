/** Any Kubernetes object. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    generation?: number;
    creationTimestamp?: string;
    deletionTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
    ownerReferences?: Array<{
      apiVersion: string;
      kind: string;
      name: string;
      uid: string;
      controller?: boolean;
    }>;
    managedFields?: unknown[];
  };
  spec?: any;
  status?: any;
  [field: string]: any;
}

export interface StoreEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubeObject;
  /** The object before the change, absent for ADDED. */
  previous?: KubeObject;
}

/**
 * The objects of one simulated cluster: the one truth that both the API server (`server/`) and the
 * controllers (`controllers/`) work on. Objects handed out are never mutated by the store afterwards
 * and must not be mutated by the caller: copy first (`structuredClone`).
 *
 * Writes assign uid, creationTimestamp, resourceVersion (one counter per cluster), generation (bumped
 * when anything but metadata and status changed, or when a deletion starts) and managedFields, honour
 * finalizers, and emit one event. A write that changes nothing emits nothing and keeps the resourceVersion.
 */
export interface ObjectStore {
  /** `namespace` is `''` or undefined for cluster-scoped kinds. */
  get(
    group: string,
    kind: string,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined;
  list(group: string, kind: string, namespace?: string): KubeObject[];
  create(object: KubeObject, options: { manager: string }): KubeObject;
  /** Replaces everything but status. */
  update(object: KubeObject, options: { manager: string }): KubeObject;
  /** Replaces status only; no generation bump. */
  updateStatus(object: KubeObject, options: { manager: string }): KubeObject;
  /** Server-side apply with forced ownership, as kustomize-controller does; creates when absent. */
  apply(object: KubeObject, options: { manager: string }): KubeObject;
  /** Starts a deletion (finalizers permitting, ends it). Returns false when there is no such object. */
  delete(
    group: string,
    kind: string,
    namespace: string | undefined,
    name: string,
  ): boolean;
  /** Called after every write, in order, synchronously. */
  subscribe(listener: (event: StoreEvent) => void): () => void;
  /** Whether the cluster serves this kind (built in, or by a CRD). */
  serves(group: string, kind: string): boolean;
}
