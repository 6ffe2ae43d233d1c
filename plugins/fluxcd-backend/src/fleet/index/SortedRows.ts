/** Most rows of a block; one that is full is split in two. */
const BLOCK = 1024;

/** A place between two rows: a block, and how many of its rows are before it. */
interface Place {
  block: number;
  offset: number;
}

/**
 * Rows in an order, in blocks of row numbers: a row is found by binary search, and to insert or remove it moves no more
 * than one block.
 */
export class SortedRows {
  readonly #compare: (a: number, b: number) => number;
  readonly #blocks: Int32Array[] = [];
  readonly #sizes: number[] = [];
  #length = 0;

  /** `compare` answers 0 for the same row only. It may look at nothing that changes while the row is in here. */
  constructor(compare: (a: number, b: number) => number) {
    this.#compare = compare;
  }

  get length(): number {
    return this.#length;
  }

  insert(row: number): void {
    this.#length += 1;
    if (!this.#blocks.length) {
      this.#blocks.push(new Int32Array(16));
      this.#sizes.push(0);
    }
    const place = this.#seek(other => this.#compare(other, row) < 0);
    let { block, offset } = place;
    if (block === this.#blocks.length) {
      block -= 1;
      offset = this.#sizes[block];
    }
    if (this.#sizes[block] === BLOCK) {
      this.#split(block);
      if (offset > this.#sizes[block]) {
        offset -= this.#sizes[block];
        block += 1;
      }
    }
    const size = this.#sizes[block];
    if (size === this.#blocks[block].length) {
      const longer = new Int32Array(Math.min(BLOCK, Math.ceil(size * 1.25)));
      longer.set(this.#blocks[block]);
      this.#blocks[block] = longer;
    }
    this.#blocks[block].copyWithin(offset + 1, offset, size);
    this.#blocks[block][offset] = row;
    this.#sizes[block] = size + 1;
  }

  remove(row: number): void {
    const { block, offset } = this.#seek(
      other => this.#compare(other, row) < 0,
    );
    if (this.#blocks[block]?.[offset] !== row) {
      throw new TypeError('a row is not where its order says');
    }
    this.#length -= 1;
    this.#blocks[block].copyWithin(offset, offset + 1, this.#sizes[block]);
    this.#sizes[block] -= 1;
    if (this.#sizes[block] === 0) {
      this.#blocks.splice(block, 1);
      this.#sizes.splice(block, 1);
    }
  }

  /**
   * Visits the rows from the first that is not `before` the wanted place, until `visit` answers false. `before` must
   * hold for the rows up to a place, and for none behind it.
   */
  forwards(
    before: ((row: number) => boolean) | undefined,
    visit: (row: number) => boolean,
  ): void {
    const start = before ? this.#seek(before) : { block: 0, offset: 0 };
    this.#visit(start, { block: this.#blocks.length, offset: 0 }, visit);
  }

  /**
   * The same from the end, run by run: rows of one run (`compareRun` answers 0) are visited in their order. `before`
   * says where the first run to visit ends.
   */
  backwards(
    before: ((row: number) => boolean) | undefined,
    compareRun: (a: number, b: number) => number,
    visit: (row: number) => boolean,
  ): void {
    let end = before
      ? this.#seek(before)
      : { block: this.#blocks.length, offset: 0 };
    for (;;) {
      const last = this.#rowBefore(end);
      if (last === undefined) return;
      const start = this.#startOfRun(end, last, compareRun);
      if (!this.#visit(start, end, visit)) return;
      end = start;
    }
  }

  get bytes(): number {
    return this.#blocks.reduce((sum, block) => sum + block.byteLength, 0);
  }

  #visit(start: Place, end: Place, visit: (row: number) => boolean): boolean {
    for (let { block } = start; block <= end.block; block += 1) {
      const rows = this.#blocks[block];
      const from = block === start.block ? start.offset : 0;
      const to = block === end.block ? end.offset : this.#sizes[block];
      for (let i = from; i < to; i += 1) if (!visit(rows[i])) return false;
    }
    return true;
  }

  /** Where the run begins whose last row is `last`, which is the one before `end`. */
  #startOfRun(
    end: Place,
    last: number,
    compareRun: (a: number, b: number) => number,
  ): Place {
    // Most runs are a single row: it need not be looked for then.
    if (end.offset > 1) {
      const start = { block: end.block, offset: end.offset - 1 };
      if (compareRun(this.#rowBefore(start)!, last) !== 0) return start;
    }
    return this.#seek(row => compareRun(row, last) < 0);
  }

  #rowBefore({ block, offset }: Place): number | undefined {
    if (offset > 0) return this.#blocks[block][offset - 1];
    if (block === 0) return undefined;
    return this.#blocks[block - 1][this.#sizes[block - 1] - 1];
  }

  #seek(before: (row: number) => boolean): Place {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(this.#blocks[middle][this.#sizes[middle] - 1])) {
        low = middle + 1;
      } else high = middle;
    }
    const block = low;
    if (block === this.#blocks.length) return { block, offset: 0 };
    const rows = this.#blocks[block];
    low = 0;
    high = this.#sizes[block];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(rows[middle])) low = middle + 1;
      else high = middle;
    }
    return { block, offset: low };
  }

  #split(block: number): void {
    const half = BLOCK >> 1;
    const rows = this.#blocks[block];
    const second = new Int32Array(Math.ceil(half * 1.25));
    second.set(rows.subarray(half));
    const first = new Int32Array(Math.ceil(half * 1.25));
    first.set(rows.subarray(0, half));
    this.#blocks.splice(block, 1, first, second);
    this.#sizes.splice(block, 1, half, BLOCK - half);
  }
}
