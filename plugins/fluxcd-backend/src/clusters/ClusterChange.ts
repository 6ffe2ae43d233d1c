/** What happened to a registered cluster. */
export interface ClusterChange {
  type: 'added' | 'updated' | 'deleted';
  clusterId: string;
}
