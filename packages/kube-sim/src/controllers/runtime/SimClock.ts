interface Timer {
  due: number;
  /** Keeps timers of the same due time in the order they were made. */
  order: number;
  run: () => void;
  cancelled: boolean;
}

/** Longest delay that `setTimeout` keeps; a longer one is looked at again when it ends. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * The time of a simulated fleet. It starts virtual: `advance` runs hours of timers in moments, which is how a fleet
 * gets a past and how tests avoid waiting. `goLive` then ties it to the wall clock.
 */
export class SimClock {
  #heap: Timer[] = [];
  #order = 0;
  #virtualNow: number;
  #live = false;
  #speed = 1;
  #timeout: NodeJS.Timeout | undefined;

  constructor(options: { startAt?: number } = {}) {
    this.#virtualNow = options.startAt ?? Date.now();
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#live ? Date.now() : this.#virtualNow;
  }

  /** How many simulated milliseconds pass in one real one. */
  get speed(): number {
    return this.#speed;
  }

  /** Runs a function after a simulated delay in milliseconds; the result cancels it. */
  after(delayMs: number, run: () => void): () => void {
    const timer: Timer = {
      due: this.now() + Math.max(0, delayMs) / this.#speed,
      order: this.#order++,
      run,
      cancelled: false,
    };
    this.#push(timer);
    if (this.#live && this.#heap[0] === timer) this.#arm();
    return () => {
      timer.cancelled = true;
    };
  }

  /** Virtual time only: runs everything due within the next milliseconds, in order. */
  advance(ms: number): void {
    if (this.#live) throw new Error('A live clock cannot be advanced');
    const end = this.#virtualNow + ms;
    for (let next = this.#heap[0]; next && next.due <= end; ) {
      this.#pop();
      if (!next.cancelled) {
        this.#virtualNow = Math.max(this.#virtualNow, next.due);
        next.run();
      }
      next = this.#heap[0];
    }
    this.#virtualNow = end;
  }

  /** Virtual time only: lets time pass with nothing happening, as if the fleet had been asleep. */
  skip(ms: number): void {
    if (this.#live) throw new Error('A live clock cannot skip');
    this.#virtualNow += ms;
    for (const timer of this.#heap) timer.due += ms;
  }

  /** From now on the wall clock drives the timers; `speed` shortens every delay that is left. */
  goLive(options: { speed?: number } = {}): void {
    if (this.#live) return;
    const before = this.#virtualNow;
    this.#live = true;
    this.#speed = options.speed ?? 1;
    const now = Date.now();
    for (const timer of this.#heap) {
      timer.due = now + Math.max(0, timer.due - before) / this.#speed;
    }
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timeout);
    this.#heap = [];
  }

  #arm(): void {
    clearTimeout(this.#timeout);
    const head = this.#heap[0];
    if (!head) return;
    const wait = Math.min(
      MAX_TIMEOUT_MS,
      Math.max(0, Math.ceil(head.due - Date.now())),
    );
    this.#timeout = setTimeout(() => this.#fire(), wait);
  }

  #fire(): void {
    // A bounded slice: the API server shares this thread, and a burst of reconciles must not starve it.
    const sliceEnd = Date.now() + 20;
    for (let next = this.#heap[0]; next; next = this.#heap[0]) {
      if (!next.cancelled && next.due > Date.now()) break;
      this.#pop();
      if (!next.cancelled) next.run();
      if (Date.now() > sliceEnd) break;
    }
    this.#arm();
  }

  #before(a: Timer, b: Timer): boolean {
    return a.due !== b.due ? a.due < b.due : a.order < b.order;
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const parent = Math.floor((at - 1) / 2);
      if (!this.#before(heap[at], heap[parent])) break;
      [heap[at], heap[parent]] = [heap[parent], heap[at]];
      at = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && this.#before(heap[child], heap[least])) {
          least = child;
        }
      }
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least], heap[at]];
      at = least;
    }
  }
}
