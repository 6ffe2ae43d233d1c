const SHARDS = 256;
/** A part grows by a fifth when three quarters of it are in use: each slot is memory for a million resources. */
const FULL = 0.75;
const GROWTH = 1.2;

/**
 * Finds numbered entries by what they hold, without holding it: open addressing over typed arrays. It is kept in 256
 * parts that grow on their own, so that no insertion has to move more than one part of them.
 */
export class HashTable {
  readonly #hashOf: (entry: number) => number;
  readonly #shards: Int32Array[] = [];
  readonly #used = new Uint32Array(SHARDS);

  /** `hashOf` answers the same 32 bits that an entry was added with; both ends of them should be well spread. */
  constructor(hashOf: (entry: number) => number) {
    this.#hashOf = hashOf;
    for (let i = 0; i < SHARDS; i += 1) this.#shards.push(new Int32Array(4));
  }

  /** The entry that `matches`, or -1. */
  find(hash: number, matches: (entry: number) => boolean): number {
    const slots = this.#shards[hash >>> 24];
    for (let at = homeOf(hash, slots); ; at = after(at, slots)) {
      // 0 is an empty slot.
      const entry = slots[at] - 1;
      if (entry < 0 || matches(entry)) return entry;
    }
  }

  add(hash: number, entry: number): void {
    const shard = hash >>> 24;
    let slots = this.#shards[shard];
    this.#used[shard] += 1;
    if (this.#used[shard] > slots.length * FULL) {
      const old = slots;
      slots = new Int32Array(Math.ceil(old.length * GROWTH));
      this.#shards[shard] = slots;
      for (const kept of old) {
        if (kept) place(slots, this.#hashOf(kept - 1), kept);
      }
    }
    place(slots, hash, entry + 1);
  }

  remove(hash: number, entry: number): void {
    const slots = this.#shards[hash >>> 24];
    let hole = homeOf(hash, slots);
    while (slots[hole] !== entry + 1) {
      if (!slots[hole]) return;
      hole = after(hole, slots);
    }
    this.#used[hash >>> 24] -= 1;
    // Whatever was displaced by the entry moves up, so that no search ends too early.
    for (let at = after(hole, slots); slots[at]; at = after(at, slots)) {
      const home = homeOf(this.#hashOf(slots[at] - 1), slots);
      if (distance(home, at, slots) >= distance(hole, at, slots)) {
        slots[hole] = slots[at];
        hole = at;
      }
    }
    slots[hole] = 0;
  }

  get bytes(): number {
    return this.#shards.reduce((sum, slots) => sum + slots.byteLength, 0);
  }
}

function place(slots: Int32Array, hash: number, value: number): void {
  let at = homeOf(hash, slots);
  while (slots[at]) at = after(at, slots);
  slots[at] = value;
}

/** Where an entry belongs, by the bits of its hash that do not tell the part. */
function homeOf(hash: number, slots: Int32Array): number {
  return Math.floor(((hash & 0xffffff) * slots.length) / 0x1000000);
}

function after(at: number, slots: Int32Array): number {
  return at + 1 === slots.length ? 0 : at + 1;
}

/** Steps from one slot to another, around the end. */
function distance(from: number, to: number, slots: Int32Array): number {
  return from <= to ? to - from : to - from + slots.length;
}
