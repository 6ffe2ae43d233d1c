import type { Clock } from '../kubernetes/Clock';
import { KubernetesError } from '../kubernetes/KubernetesError';

/**
 * Lists that are read at a time: each holds a page of rows until the database has taken it. Most are empty or have one
 * page, and cost little but the way to their cluster and back, so fewer would make a large fleet slow to start.
 */
const MAX_LISTS = 16;
/** Who waits longer for a page gives the turn back. Milliseconds. */
const PATIENCE_MS = 5_000;

/**
 * Lets some lists of the whole fleet be read at a time, so that a start with hundreds of clusters does not hold a page
 * of each in memory. They are read to their end one after the other, not all a little, for a list that takes more than
 * some minutes expires. A slow cluster holds nobody up: its turn passes on to the next, and it goes on without one.
 */
export class ListTurns {
  readonly #clock: Clock;
  #free = MAX_LISTS;
  readonly #waiting: Array<{ begin: () => void }> = [];

  constructor(options: { clock: Clock }) {
    this.#clock = options.clock;
  }

  /** The pages of a list, the first of which is asked for when it is the list's turn. Fails when it is aborted before. */
  async *pages<Page>(
    pages: AsyncIterable<Page> | Iterable<Page>,
    signal: AbortSignal,
  ): AsyncGenerator<Page, void> {
    await this.#take(signal);
    let isMine = true;
    const giveBack = () => {
      if (isMine) this.#giveBack();
      isMine = false;
    };
    const beImpatient = () => this.#clock.after(PATIENCE_MS, giveBack);
    let cancel = beImpatient();
    try {
      for await (const page of pages) {
        cancel();
        yield page;
        cancel = beImpatient();
      }
    } finally {
      cancel();
      giveBack();
    }
  }

  async #take(signal: AbortSignal): Promise<void> {
    if (this.#free && !signal.aborted) {
      this.#free -= 1;
      return;
    }
    const stopped = new KubernetesError('Stopped', { reason: 'unknown' });
    if (signal.aborted) throw stopped;
    await new Promise<void>((resolve, reject) => {
      const waiter = { begin: resolve };
      this.#waiting.push(waiter);
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(stopped);
      };
      waiter.begin = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  #giveBack(): void {
    const next = this.#waiting.shift();
    if (next) next.begin();
    else this.#free += 1;
  }
}
