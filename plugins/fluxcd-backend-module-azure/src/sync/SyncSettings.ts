/** What `fluxcd.azure` says about syncs. */
export interface SyncSettings {
  /** How often all connections are synchronized, in minutes; 0 for never. */
  syncMinutes: number;
  /** How long one sync of one connection may take, in seconds. */
  syncTimeoutSeconds: number;
  /** Complete listings in a row that must miss a cluster before it is removed. */
  retireAfter: number;
  /** Whether the admin's certificate is asked for where there is no other way in. */
  allowAdminCredentials: boolean;
  /** Name of the tag that holds the environment of a cluster. */
  environmentTag: string;
}
