/** Kinds whose objects the server of the bench can make. */
export type MadeKind = 'Kustomization' | 'HelmRelease' | 'GitRepository';

/** A fleet that the server of the bench pretends to be. */
export interface ApiServerOptions {
  clusters: number;
  /** Objects of each kind in each cluster. */
  objects: Partial<Record<MadeKind, number>>;
  /** Served kinds that have no object, by their place in `FLUX_KINDS`: the first so many of them. */
  emptyKinds?: number;
}

/** What was asked of the server since its counters were set to zero. */
export interface ApiServerCounts {
  /** Pages of lists. */
  pages: number;
  /** Watches that were begun. */
  watches: number;
  /** Watches that are open now. */
  openWatches: number;
  /** Connections that are open now. */
  connections: number;
  /** Connections that were opened. */
  connected: number;
}

/** Status patches that the server sends: each reconciliation is five of them. */
export interface EventPlan {
  /** Clusters in which objects reconcile: so many from `firstCluster` on. */
  clusters: number;
  firstCluster: number;
  reconciliations: number;
  /** Reconciliations that begin per second, over all clusters. */
  perSecond: number;
  /** One of so many reconciliations applies a new revision; 0: none. */
  changeEvery: number;
  /** One of so many fails; 0: none. */
  failEvery: number;
}

/** How an object stands after all that was played. */
export interface Truth {
  namespace: string;
  name: string;
  ready: string;
  revision: string;
}
