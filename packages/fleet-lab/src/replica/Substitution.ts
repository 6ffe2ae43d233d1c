/**
 * A piece of source text that a replica reads otherwise than it is written. It must stand in the file exactly once, so
 * that code which moves on is noticed.
 */
export interface Substitution {
  /** From the root of the repository. */
  file: string;
  find: string;
  replace: string;
}
