/** What the last syncs saw of an AKS cluster. */
export interface AksClusterRecord {
  armId: string;
  /** Through which it came; it may be gone since. */
  connectionId: string;
  subscriptionId: string;
  /** Its name in the portal. */
  name: string;
  /** Its id in the portal; absent until it is imported. */
  clusterId?: string;
  /** Of all that its row in the portal was made of. */
  fingerprint?: string;
  /** Complete listings in a row that did not have it. */
  missingCount: number;
}
