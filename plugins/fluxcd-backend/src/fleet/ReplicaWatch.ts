import type { Clock } from '../kubernetes/Clock';

/** How often it is looked: no later than a quiet cluster is asked something. Milliseconds. */
const LOOK_MS = 15_000;

/** Looks again and again for what other replicas changed: they tell nobody but the database. */
export class ReplicaWatch {
  readonly #clock: Clock;
  readonly #look: () => Promise<void>;
  readonly #onError: (error: Error) => void;
  #cancel = () => {};
  #stopped = false;

  constructor(options: {
    clock: Clock;
    look: () => Promise<void>;
    onError: (error: Error) => void;
  }) {
    this.#clock = options.clock;
    this.#look = options.look;
    this.#onError = options.onError;
  }

  start(): void {
    if (this.#stopped) return;
    this.#cancel = this.#clock.after(LOOK_MS, () => {
      this.#look()
        .catch(this.#onError)
        .finally(() => this.start());
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }
}
