import type { Clock } from '../../kubernetes/Clock';

/** Who waits for something that may become true, for a while. */
export class Waiters {
  readonly #clock: Clock;
  readonly #looks = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when `isReady` says so, or after `patience` milliseconds. It is asked when somebody calls `look`. */
  async until(isReady: () => boolean, patience: number): Promise<void> {
    if (isReady()) return;
    await new Promise<void>(resolve => {
      const looks = this.#looks;
      const cancel = this.#clock.after(patience, () => {
        looks.delete(look);
        resolve();
      });
      function look() {
        if (!isReady()) return;
        cancel();
        looks.delete(look);
        resolve();
      }
      looks.add(look);
    });
  }

  look(): void {
    for (const look of this.#looks) look();
  }
}
