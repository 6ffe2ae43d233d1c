/** The right to write the rows of a cluster. */
export interface Lease {
  clusterId: string;
  /** Grows with every holder. The database refuses what is written under an older one. */
  fence: number;
}
