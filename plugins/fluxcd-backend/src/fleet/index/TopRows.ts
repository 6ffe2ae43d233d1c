/** The first `limit` of any number of rows: a heap whose root is the last of them. */
export class TopRows {
  readonly #limit: number;
  readonly #compare: (a: number, b: number) => number;
  readonly #heap: number[] = [];

  constructor(limit: number, compare: (a: number, b: number) => number) {
    this.#limit = limit;
    this.#compare = compare;
  }

  add(row: number): void {
    const heap = this.#heap;
    if (heap.length < this.#limit) {
      let at = heap.push(row) - 1;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (this.#compare(heap[parent], row) >= 0) break;
        heap[at] = heap[parent];
        at = parent;
      }
      heap[at] = row;
    } else if (this.#limit > 0 && this.#compare(row, heap[0]) < 0) {
      this.#sink(row);
    }
  }

  /** In order. */
  sorted(): number[] {
    return this.#heap.sort(this.#compare);
  }

  #sink(row: number): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      const right = child + 1;
      if (right < heap.length && this.#compare(heap[right], heap[child]) > 0) {
        child = right;
      }
      if (this.#compare(row, heap[child]) >= 0) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = row;
  }
}
