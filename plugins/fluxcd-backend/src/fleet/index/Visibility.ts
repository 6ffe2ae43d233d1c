/** Rows of these clusters (ids), namespaces and kinds; `undefined` is any. */
export interface VisibilityCondition {
  clusters?: readonly string[];
  namespaces?: readonly string[];
  kinds?: readonly string[];
}

/** What somebody may see: the rows that one of the conditions allows. None allows nothing. */
export type Visibility = readonly VisibilityCondition[];
