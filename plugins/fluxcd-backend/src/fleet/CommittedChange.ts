import type { StoredResource } from '../database/StoredResource';

/** What one transaction changed of one cluster, once it is committed. */
export interface CommittedChange {
  clusterId: string;
  /** Counts the commits of the cluster that changed a row: one more than before this one. */
  changeNumber: number;
  /** As they are stored now. */
  upserted: StoredResource[];
  /** Ids of resources. */
  deleted: string[];
}
