/** A row of the table `managed_objects`, but for the resource that applied it. */
export interface ManagedRow {
  api_group: string;
  kind: string;
  /** Empty for objects without one. */
  namespace: string;
  name: string;
}
