import type { ResourceRow } from '../../database/ResourceRow';
import type {
  CollectionReader,
  ListPage,
  WatchBatch,
  WatchFeed,
} from '../../kubernetes/CollectionReader';
import type { KubernetesBody } from '../../kubernetes/KubernetesBody';
import type { IngestedCollection } from './Ingest';
import type { BatchReceiver, IngestWorker } from './IngestWorker';
import { lostError } from './lostError';
import { pack } from './pack';

/** The near end of a reader on the thread. */
export class ThreadReader
  implements CollectionReader<ResourceRow>, BatchReceiver
{
  readonly #collection: IngestedCollection;
  readonly #living: () => IngestWorker;
  readonly #onClose: () => void;
  /** The thread that knows of it, and by which number. */
  #far: { worker: IngestWorker; reader: number } | undefined;
  /** The thread died since the last list began. */
  #lost = false;
  #onBatch: (batch: WatchBatch<ResourceRow>) => void = () => {};
  #closed = false;

  constructor(options: {
    collection: IngestedCollection;
    /** The thread that runs. */
    worker: () => IngestWorker;
    onClose: () => void;
  }) {
    this.#collection = options.collection;
    this.#living = options.worker;
    this.#onClose = options.onClose;
  }

  beginList(): void {
    this.#lost = false;
    const { worker, reader } = this.#reach();
    worker.post({ type: 'list', reader });
  }

  async readPage(body: KubernetesBody): Promise<ListPage<ResourceRow>> {
    const { worker, reader } = this.#reach();
    await worker.room();
    const bytes = pack(body.chunks);
    const { page } = await worker.call(
      call => ({ type: 'page', reader, call, bytes, gzip: body.gzip }),
      bytes,
    );
    return page!;
  }

  beginWatch(
    resourceVersion: string | undefined,
    onBatch: (batch: WatchBatch<ResourceRow>) => void,
  ): WatchFeed {
    this.#onBatch = onBatch;
    if (this.#lost) {
      this.#tellLost();
      return { push: () => undefined, end: async () => {} };
    }
    const { worker, reader } = this.#reach();
    worker.post({ type: 'watch', reader, resourceVersion });
    return {
      push: chunk => worker.push(reader, chunk),
      end: async () => {
        // When the thread dies meanwhile, the reader is told so.
        await worker
          .call(call => ({ type: 'end', reader, call }))
          .catch(() => {});
      },
    };
  }

  /** From the thread. */
  take(batch: WatchBatch<ResourceRow>): void {
    this.#onBatch(batch);
  }

  /** From the thread, which died. */
  lose(): void {
    this.#far = undefined;
    this.#lost = true;
    this.#tellLost();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#far?.worker.close(this.#far.reader);
    this.#onClose();
  }

  #reach(): { worker: IngestWorker; reader: number } {
    if (this.#lost || this.#closed) throw lostError();
    if (!this.#far) {
      const worker = this.#living();
      const reader = worker.open(this.#collection, this);
      this.#far = { worker, reader };
    }
    return this.#far;
  }

  #tellLost(): void {
    const { message } = lostError();
    this.#onBatch({ events: 0, changes: [], end: { type: 'lost', message } });
  }
}
