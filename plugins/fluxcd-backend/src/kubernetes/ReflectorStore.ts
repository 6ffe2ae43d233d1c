/** Where a reflector puts what it sees. */
export interface ReflectorStore<T> {
  /**
   * The version up to which everything is committed; a watch resumes here and nowhere later. Opaque.
   */
  readonly resourceVersion: string | undefined;
  /** Takes the whole collection in place of what is there; done when it is committed. */
  replace(
    items: T[],
    resourceVersion: string,
    signal: AbortSignal,
  ): Promise<void>;
  upsert(item: T, resourceVersion: string): void;
  remove(item: T, resourceVersion: string): void;
  /** Nothing changed up to this version. */
  bookmark(resourceVersion: string): void;
}
