/** Some of the rows, by group: all of them, or those that a text or a selector asks for. */
export interface Selection {
  /** Number of selected rows per bucket, and of the group in the last slot. */
  readonly counts: Int32Array;
  /** First selected row per bucket, or -1. */
  readonly heads: Int32Array;
  /** By row: the next selected one of its bucket, or -1. */
  readonly next: Int32Array;
  has(row: number): boolean;
}
