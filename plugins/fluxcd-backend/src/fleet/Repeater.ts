import type { Clock } from '../kubernetes/Clock';

/** Does a piece of work again and again, never twice at a time, and at once when it is asked to. */
export class Repeater {
  readonly #clock: Clock;
  readonly #delay: () => number;
  readonly #work: () => Promise<void>;
  readonly #onError: (error: Error) => void;
  #cancel = () => {};
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #stopped = false;

  constructor(options: {
    clock: Clock;
    /** Milliseconds from the end of the work until it begins again; asked each time. */
    delay: () => number;
    work: () => Promise<void>;
    /** Called when the work failed; it is done again all the same. */
    onError: (error: Error) => void;
  }) {
    this.#clock = options.clock;
    this.#delay = options.delay;
    this.#work = options.work;
    this.#onError = options.onError;
  }

  /** The work is done after one delay for the first time, unless it is asked for before. */
  start(): void {
    this.#cancel();
    if (this.#stopped) return;
    this.#cancel = this.#clock.after(this.#delay(), () => {
      this.now().catch(this.#onError);
    });
  }

  /**
   * Does the work from the beginning: whoever asks while it is done waits for the time after, which sees what happened
   * meanwhile. Fails with what the work fails with. After `stop`, nothing is done.
   */
  async now(): Promise<void> {
    if (!this.#running) {
      this.#running = this.#once();
      return this.#running;
    }
    this.#next ??= this.#running
      .catch(() => {})
      .then(() => {
        this.#next = undefined;
        return this.now();
      });
    return this.#next;
  }

  /** Ends when what is being done has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#running?.catch(() => {});
  }

  async #once(): Promise<void> {
    this.#cancel();
    try {
      if (!this.#stopped) await this.#work();
    } finally {
      this.#running = undefined;
      this.start();
    }
  }
}
