import type { Clock } from './Clock';

const FIRST_MS = 800;
const MAX_MS = 30_000;
const RESET_MS = 120_000;

/**
 * How long to wait after a failure: 800 ms, doubled up to 30 s, plus up to as much again by chance; back to the start
 * after two minutes without a failure. Source: client-go's reflector.
 */
export class Backoff {
  readonly #clock: Clock;
  #step = FIRST_MS;
  #lastAt = -Infinity;

  constructor(options: { clock: Clock }) {
    this.#clock = options.clock;
  }

  /** Milliseconds to wait now; each call is one failure. */
  next(): number {
    const now = this.#clock.now();
    if (now - this.#lastAt > RESET_MS) this.#step = FIRST_MS;
    const delay = this.#step * (1 + this.#clock.random());
    this.#step = Math.min(this.#step * 2, MAX_MS);
    // Measured from the end of the wait: a wait is no health.
    this.#lastAt = now + delay;
    return delay;
  }
}
