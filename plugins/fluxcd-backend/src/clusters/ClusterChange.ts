/**
 * What happened to a registered cluster. `updated`: how it is reached or kept current; `described`: only what it is called.
 */
export interface ClusterChange {
  type: 'added' | 'updated' | 'described' | 'deleted';
  clusterId: string;
}
