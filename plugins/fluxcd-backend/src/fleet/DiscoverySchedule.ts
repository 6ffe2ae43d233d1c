import type { Clock } from '../kubernetes/Clock';
import { pause } from '../kubernetes/pause';

/** How often the kinds are discovered anyway, plus up to a tenth by chance. */
const ROUTINE_MS = 300_000;
/** After the server answered, but not with its kinds. */
const RETRY_MS = 30_000;
/** After a hint, and then again: discovery runs behind the definitions, aggregated discovery by seconds. */
const HINT_DELAY_MS = 500;
const HINT_REPEATS_MS = [5_000, 15_000];

/** Decides when a cluster's kinds are discovered again: every few minutes, and soon after a hint that they changed. */
export class DiscoverySchedule {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  /** Milliseconds after one discovery to the next, while a hint is followed up. */
  #delays: number[] = [];
  /** When the next one is due; never, while one is under way. */
  #dueAt = Infinity;
  #wake = () => {};

  constructor(options: { clock: Clock; signal: AbortSignal }) {
    this.#clock = options.clock;
    this.#signal = options.signal;
  }

  /** Waits until it is time, or the signal is aborted. */
  async rest(why: 'routine' | 'retry'): Promise<void> {
    const usual =
      why === 'retry' ? RETRY_MS : ROUTINE_MS * (1 + this.#clock.random() / 10);
    while (!this.#signal.aborted) {
      const hinted = await this.#pause(this.#delays.shift() ?? usual);
      if (!hinted) break;
    }
    this.#dueAt = Infinity;
  }

  /** Returns whether a hint ended it. */
  async #pause(ms: number): Promise<boolean> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    this.#dueAt = this.#clock.now() + ms;
    await pause(this.#clock, ms, AbortSignal.any([this.#signal, woken.signal]));
    return woken.signal.aborted;
  }

  /** The kinds may have changed. */
  hint(): void {
    this.#delays = [...HINT_REPEATS_MS];
    // What is due at once anyway is not put off by one hint after the other.
    if (this.#dueAt - this.#clock.now() <= HINT_DELAY_MS) return;
    this.#delays.unshift(HINT_DELAY_MS);
    this.#wake();
  }
}
