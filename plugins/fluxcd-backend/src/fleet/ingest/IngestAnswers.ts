import type { ResourceRow } from '../../database/ResourceRow';
import type { WatchBatch } from '../../kubernetes/CollectionReader';
import type { IngestAnswer } from './IngestMessage';

/**
 * How late a version is told that nothing else came with. All that it does is to spare a watch that is resumed some
 * events, and a message between threads costs as much as reading several of them. Milliseconds.
 */
const TELL_MS = 1_000;
/** Bytes that may be read without saying so; a sixteenth of what the other end lets lie unread. */
const TELL_BYTES = 1024 * 1024;

type Batch = WatchBatch<ResourceRow>;

/** What the thread of the ingest has to say, in as few messages as will do: changes and ends at once, the rest later. */
export class IngestAnswers {
  readonly #post: (answer: IngestAnswer) => void;
  #taken = 0;
  /** To be told at once. */
  #news: IngestAnswer['batches'] = [];
  /** To be told within `TELL_MS`, of each reader all in one. */
  readonly #quiet = new Map<number, Batch>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { post: (answer: IngestAnswer) => void }) {
    this.#post = options.post;
  }

  /** So many bytes more were read. */
  take(bytes: number): void {
    this.#taken += bytes;
  }

  add(reader: number, batch: Batch): void {
    const events = (this.#quiet.get(reader)?.events ?? 0) + batch.events;
    const all = { ...batch, events };
    if (batch.changes.length || batch.end) {
      this.#quiet.delete(reader);
      this.#news.push({ reader, batch: all });
    } else {
      this.#quiet.set(reader, all);
      this.#timer ??= setTimeout(() => this.#tellQuiet(), TELL_MS);
    }
  }

  /** What is not told yet of a reader never is: its watch is over, and a list may have come since. */
  forget(reader: number): void {
    this.#quiet.delete(reader);
  }

  /** Tells what is to be told at once. */
  tell(): void {
    if (!this.#news.length && this.#taken < TELL_BYTES) return;
    this.#send({});
  }

  /** Answers a call, after all that was added of its reader. */
  answer(reader: number, said: Partial<IngestAnswer>): void {
    const batch = this.#quiet.get(reader);
    this.#quiet.delete(reader);
    if (batch) this.#news.push({ reader, batch });
    this.#send(said);
  }

  #tellQuiet(): void {
    this.#timer = undefined;
    for (const [reader, batch] of this.#quiet) {
      this.#news.push({ reader, batch });
    }
    this.#quiet.clear();
    if (this.#news.length) this.#send({});
  }

  #send(said: Partial<IngestAnswer>): void {
    const answer = { taken: this.#taken, batches: this.#news, ...said };
    this.#taken = 0;
    this.#news = [];
    this.#post(answer);
  }
}
