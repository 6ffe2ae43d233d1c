/** The kind of one cluster: what a list is complete for, and what a resource version belongs to. */
export interface KindKey {
  clusterId: string;
  group: string;
  kind: string;
  /** Of the lease under which the rows are written: when another replica took it over, the database refuses them. */
  fence: number;
}
