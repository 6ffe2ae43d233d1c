import type { ResourceRow } from '../database/ResourceRow';
import type { ListPage } from '../kubernetes/CollectionReader';
import type { Pages, ReflectorStore } from '../kubernetes/ReflectorStore';
import type { Changes } from './Changes';
import type { KindKey } from './KindKey';

/** Changes of one kind of one cluster on their way to the database: per object only the last one counts. */
export class ResourceStream implements ReflectorStore<ResourceRow> {
  readonly key: KindKey;
  readonly #onPending: () => void;
  readonly #write: ReflectorStore<ResourceRow>['replace'];
  readonly #onClose: () => void;
  /** Row, or `undefined` for a deletion; by resource id. */
  readonly #pending = new Map<string, ResourceRow | undefined>();
  /** The version that is reached when all that is pending is committed. */
  #pendingVersion: string | undefined;
  #resourceVersion: string | undefined;
  #closed = false;
  #generation = 0;

  constructor(options: {
    key: KindKey;
    /** Called when something waits. */
    onPending: () => void;
    /** Commits a list. */
    write: ReflectorStore<ResourceRow>['replace'];
    onClose: () => void;
  }) {
    this.key = options.key;
    this.#onPending = options.onPending;
    this.#write = options.write;
    this.#onClose = options.onClose;
  }

  get resourceVersion(): string | undefined {
    return this.#resourceVersion;
  }

  /** Number of rows that wait. */
  get size(): number {
    return this.#pending.size;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Grows with every list: what was taken before one is older than the list and must not be written after it. */
  get generation(): number {
    return this.#generation;
  }

  async replace(pages: Pages<ResourceRow>, signal: AbortSignal): Promise<void> {
    if (!this.#closed) await this.#write(this.#outdating(pages), signal);
  }

  upsert(item: ResourceRow, resourceVersion: string): void {
    this.#add(resourceVersion, () => {
      const { managed } = this.#pending.get(item.id) ?? {};
      // A row without managed objects says that they are as in the row before, which is not written any more.
      const isSame = managed !== undefined && item.managed === undefined;
      const row = isSame ? { ...item, managed } : item;
      this.#pending.set(item.id, row);
    });
  }

  remove(item: ResourceRow, resourceVersion: string): void {
    this.#add(resourceVersion, () => this.#pending.set(item.id, undefined));
  }

  bookmark(resourceVersion: string): void {
    this.#add(resourceVersion, () => {});
  }

  /** All that waits, or `undefined` when nothing does; it does not wait any more. */
  take(): Changes | undefined {
    const resourceVersion = this.#pendingVersion;
    if (resourceVersion === undefined) return undefined;
    const upserts: ResourceRow[] = [];
    const deletes: string[] = [];
    for (const [id, row] of this.#pending) {
      if (row) upserts.push(row);
      else deletes.push(id);
    }
    this.#pending.clear();
    this.#pendingVersion = undefined;
    return { key: this.key, upserts, deletes, resourceVersion };
  }

  /** Empty: the rows are on their way from one version to another, and there is nothing to continue. */
  committed(resourceVersion: string): void {
    this.#resourceVersion = resourceVersion || undefined;
  }

  /** Nothing is written from now on. */
  close(): void {
    this.#closed = true;
    this.#pending.clear();
    this.#pendingVersion = undefined;
    this.#onClose();
  }

  /** As soon as there is a page, it is newer than anything that a watch brought before it. */
  async *#outdating(
    pages: Pages<ResourceRow>,
  ): AsyncGenerator<ListPage<ResourceRow>, void> {
    let isFirst = true;
    for await (const page of pages) {
      if (isFirst) {
        this.#generation += 1;
        this.#pending.clear();
        this.#pendingVersion = undefined;
      }
      isFirst = false;
      yield page;
    }
  }

  #add(resourceVersion: string, change: () => void): void {
    if (this.#closed) return;
    change();
    this.#pendingVersion = resourceVersion;
    this.#onPending();
  }
}
