import type { ListPage } from './CollectionReader';

/** The pages of one list, in their order, each of them once. */
export type Pages<T> = AsyncIterable<ListPage<T>> | Iterable<ListPage<T>>;

/** Where a reflector puts what it sees. */
export interface ReflectorStore<T> {
  /**
   * The version up to which everything is committed; a watch resumes here and nowhere later. Opaque.
   */
  readonly resourceVersion: string | undefined;
  /**
   * Takes a whole list in place of what is there; done when it is committed. Objects may be taken page by page, but
   * only after the last page it is known which have vanished, and where a watch may resume. Fails with what the pages
   * fail with: then nothing has vanished.
   */
  replace(pages: Pages<T>, signal: AbortSignal): Promise<void>;
  upsert(item: T, resourceVersion: string): void;
  remove(item: T, resourceVersion: string): void;
  /** Nothing changed up to this version. */
  bookmark(resourceVersion: string): void;
}
