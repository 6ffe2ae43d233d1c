import type { KubernetesBody } from './KubernetesBody';
import type { WatchEnd } from './WatchEnd';

/** A page of a list. */
export interface ListPage<T> {
  items: T[];
  resourceVersion: string;
  /** What the next page is asked with; `undefined` on the last one. */
  next?: string;
}

/** What a part of a watch brought. */
export interface WatchBatch<T> {
  /** Events and bookmarks in it, also those that changed nothing. */
  events: number;
  /** In the order of the events. */
  changes: Array<{ item: T; deleted: boolean }>;
  /** Once the changes are committed, everything up to this version is. Always there when there are changes. */
  resourceVersion?: string;
  /** What the stream itself said of its end; nothing is read after it. */
  end?: WatchEnd;
}

/** The bytes of one watch on their way to the reader. */
export interface WatchFeed {
  /** A promise says: hold the server back until it is fulfilled. */
  push(chunk: Buffer): Promise<void> | undefined;
  /**
   * Fulfilled when everything that was pushed has become batches. Must be awaited before the next watch begins: the
   * reader takes what it handed out for known.
   */
  end(): Promise<void>;
}

/**
 * Makes items of the bytes that an API server sends of one collection: pages of lists and lines of watches. It may
 * leave out events that would change nothing of what it handed out since the last list began.
 */
export interface CollectionReader<T> {
  /** A list tells the truth about everything: what was handed out before counts no more. */
  beginList(): void;
  /** Fails with KubernetesError when the body is no page of a list. */
  readPage(body: KubernetesBody): Promise<ListPage<T>>;
  /** Begins to read a watch from this version on; `onBatch` must not fail. One watch at a time. */
  beginWatch(
    resourceVersion: string | undefined,
    onBatch: (batch: WatchBatch<T>) => void,
  ): WatchFeed;
  close(): void;
}
