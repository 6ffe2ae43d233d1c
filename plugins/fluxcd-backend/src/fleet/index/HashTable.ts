const SHARDS = 256;

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
    const mask = slots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      // 0 is an empty slot.
      const entry = slots[at] - 1;
      if (entry < 0 || matches(entry)) return entry;
    }
  }

  add(hash: number, entry: number): void {
    const shard = hash >>> 24;
    let slots = this.#shards[shard];
    this.#used[shard] += 1;
    if (this.#used[shard] * 4 > slots.length * 3) {
      const old = slots;
      slots = new Int32Array(old.length * 2);
      this.#shards[shard] = slots;
      for (const kept of old) {
        if (kept) place(slots, this.#hashOf(kept - 1), kept);
      }
    }
    place(slots, hash, entry + 1);
  }

  remove(hash: number, entry: number): void {
    const slots = this.#shards[hash >>> 24];
    const mask = slots.length - 1;
    let hole = hash & mask;
    while (slots[hole] !== entry + 1) {
      if (!slots[hole]) return;
      hole = (hole + 1) & mask;
    }
    this.#used[hash >>> 24] -= 1;
    // Whatever was displaced by the entry moves up, so that no search ends too early.
    for (let at = (hole + 1) & mask; slots[at]; at = (at + 1) & mask) {
      const home = this.#hashOf(slots[at] - 1) & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
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
  const mask = slots.length - 1;
  let at = hash & mask;
  while (slots[at]) at = (at + 1) & mask;
  slots[at] = value;
}
