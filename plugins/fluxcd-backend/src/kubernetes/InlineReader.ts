import type {
  CollectionReader,
  ListPage,
  WatchBatch,
  WatchFeed,
} from './CollectionReader';
import type { KubernetesBody } from './KubernetesBody';
import { readListPage } from './readListPage';
import { WatchParser } from './WatchParser';

/** Reads a collection where it is called, and hands out every event: for small ones. */
export class InlineReader<T> implements CollectionReader<T> {
  readonly #decode: (object: object) => T;

  constructor(options: {
    /** Must not fail: it is given whatever the cluster sends that has a name, a uid and a resourceVersion. */
    decode: (object: object) => T;
  }) {
    this.#decode = options.decode;
  }

  beginList(): void {}

  async readPage(body: KubernetesBody): Promise<ListPage<T>> {
    return readListPage(body, { decode: this.#decode });
  }

  beginWatch(
    _: string | undefined,
    onBatch: (batch: WatchBatch<T>) => void,
  ): WatchFeed {
    const parser = new WatchParser();
    return {
      push: chunk => {
        const batch: WatchBatch<T> = { events: 0, changes: [] };
        batch.end = parser.push(chunk, said => {
          batch.events += 1;
          batch.resourceVersion = said.resourceVersion;
          if (said.type === 'BOOKMARK') return;
          const deleted = said.type === 'DELETED';
          batch.changes.push({ item: this.#decode(said.object), deleted });
        });
        onBatch(batch);
        return undefined;
      },
      end: async () => {},
    };
  }

  close(): void {}
}
