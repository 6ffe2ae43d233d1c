import type { ResourceRow } from '../../database/ResourceRow';
import type { Clock } from '../../kubernetes/Clock';
import type {
  CollectionReader,
  ListPage,
  WatchBatch,
  WatchFeed,
} from '../../kubernetes/CollectionReader';
import type { KubernetesBody } from '../../kubernetes/KubernetesBody';
import type { Ingest, IngestedCollection } from './Ingest';
import { ResourceIngest } from './ResourceIngest';

/** Gives a `ResourceIngest` its time. */
class InlineResourceReader implements CollectionReader<ResourceRow> {
  readonly #ingest: ResourceIngest;
  readonly #clock: Clock;
  #cancelRelease = () => {};

  constructor(ingest: ResourceIngest, clock: Clock) {
    this.#ingest = ingest;
    this.#clock = clock;
  }

  beginList(): void {
    this.#ingest.beginList();
  }

  async readPage(body: KubernetesBody): Promise<ListPage<ResourceRow>> {
    return this.#ingest.readPage(body);
  }

  beginWatch(
    resourceVersion: string | undefined,
    onBatch: (batch: WatchBatch<ResourceRow>) => void,
  ): WatchFeed {
    this.#cancelRelease();
    this.#ingest.beginWatch(resourceVersion);
    const pass = (batch: WatchBatch<ResourceRow>) => {
      const { due } = this.#ingest;
      this.#cancelRelease();
      if (due !== undefined) {
        this.#cancelRelease = this.#clock.after(
          Math.max(due - this.#clock.now(), 0),
          () => pass(this.#ingest.release(this.#clock.now())),
        );
      }
      onBatch(batch);
    };
    return {
      push: chunk => {
        pass(this.#ingest.push(chunk, this.#clock.now()));
        return undefined;
      },
      end: async () => pass(this.#ingest.release(Infinity)),
    };
  }

  close(): void {
    this.#cancelRelease();
  }
}

/** Reads on the thread that it is called on. */
export class InlineIngest implements Ingest {
  readonly #clock: Clock;

  constructor(options: { clock: Clock }) {
    this.#clock = options.clock;
  }

  open(collection: IngestedCollection): CollectionReader<ResourceRow> {
    return new InlineResourceReader(
      new ResourceIngest(collection),
      this.#clock,
    );
  }
}
