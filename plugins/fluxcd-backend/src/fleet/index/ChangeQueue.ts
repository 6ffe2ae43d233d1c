import { setImmediate } from 'node:timers/promises';
import type { FleetIndex } from './FleetIndex';
import type { IndexedResource } from './RowColumns';

/** How long changes are applied before whoever waits gets a turn. Milliseconds. */
const SLICE_MS = 0.25;

interface Change {
  upserted: readonly IndexedResource[];
  deleted: readonly string[];
  /** How much of it is applied: first the ids, then the rows. */
  position: number;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Applies changes in the order in which they are handed in, a few rows per turn of the event loop: a list that is asked
 * for meanwhile does not wait for a whole batch. Who reads in between sees some rows of a change as they are now and
 * others as they were. Each row is whole, and totals and facets are those of the rows at that moment, as between two
 * batches.
 */
export class ChangeQueue {
  readonly #index: FleetIndex;
  readonly #waiting: Change[] = [];

  constructor(index: FleetIndex) {
    this.#index = index;
  }

  /**
   * Resolves when all of it is there, and all before it. What is little is there at once when nothing waits.
   *
   * @throws whatever the index does; those behind it are applied all the same
   */
  apply(
    upserted: readonly IndexedResource[],
    deleted: readonly string[],
  ): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const change = { upserted, deleted, position: 0, resolve, reject };
      // Otherwise somebody works on those before it.
      if (this.#waiting.push(change) === 1) void this.#work();
    });
  }

  async #work(): Promise<void> {
    while (this.#waiting.length) {
      const end = performance.now() + SLICE_MS;
      while (this.#waiting.length && performance.now() < end) {
        const [change] = this.#waiting;
        try {
          if (this.#step(change)) continue;
          change.resolve();
        } catch (error) {
          change.reject(error);
        }
        this.#waiting.shift();
      }
      if (this.#waiting.length) await setImmediate();
    }
  }

  /** Applies one row or id; answers whether there was one. */
  #step(change: Change): boolean {
    const { upserted, deleted, position } = change;
    const row = upserted[position - deleted.length];
    if (position < deleted.length) this.#index.apply([], [deleted[position]]);
    else if (row) this.#index.apply([row], []);
    else return false;
    change.position += 1;
    return true;
  }
}
