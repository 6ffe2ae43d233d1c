import type { ResourceRow } from '../../database/ResourceRow';
import type { CollectionReader } from '../../kubernetes/CollectionReader';
import type { Ingest, IngestedCollection } from './Ingest';
import { IngestWorker } from './IngestWorker';
import { ThreadReader } from './ThreadReader';

/**
 * Reads on one thread, which starts with the first reader and ends with the last. When it dies, every open watch ends
 * as `lost` and every page that it was to read fails; whoever lists next starts another one.
 */
export class IngestThread implements Ingest {
  /** The one of this process. */
  static readonly shared = new IngestThread();

  #worker: IngestWorker | undefined;
  #readers = 0;

  open(collection: IngestedCollection): CollectionReader<ResourceRow> {
    this.#readers += 1;
    return new ThreadReader({
      collection,
      worker: () => this.#living(),
      onClose: () => this.#close(),
    });
  }

  #living(): IngestWorker {
    if (!this.#worker || this.#worker.ended) this.#worker = new IngestWorker();
    return this.#worker;
  }

  #close(): void {
    this.#readers -= 1;
    if (this.#readers) return;
    this.#worker?.stop();
    this.#worker = undefined;
  }
}
