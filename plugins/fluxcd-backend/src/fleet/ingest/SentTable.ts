import type { Bits } from './Bits';

/** Words of 32 bits per slot: two of the key, and two of each thing that is known. */
const WORDS = 8;
const FIRST_SLOTS = 8;
/** Of a table in which nothing is: most kinds of most clusters have no object. One slot, which stays free. */
const NO_WORDS = new Uint32Array(0);
const ONE_STATE = new Uint8Array(1);
/** Of the slots, the part that may be taken. */
const MAX_LOAD = 0.75;

/** What is known of one object. */
export interface Sent {
  /** First 64 bits of the row's digest. */
  digest: Bits;
  /** Of the inventory. */
  inventory: Bits;
  /** Of the bytes that said so last; zeros when it was no event. */
  fingerprint: Bits;
  /** Whether its status is on the way to another one. */
  passing: boolean;
}

/**
 * What was sent of each object of a collection: 33 bytes in an open-addressed table that is between three eighths and
 * three quarters full, so 44 to 88 bytes per object, off the heap of objects. Keys are hashes: of two objects with the
 * same one, each looks changed whenever the other came before, because names are part of a digest.
 */
export class SentTable {
  #words = NO_WORDS;
  /** 0: free, 1: forgotten, 2: settled, 3: passing. */
  #states = ONE_STATE;
  #taken = 0;

  get bytes(): number {
    return this.#words.byteLength + this.#states.byteLength;
  }

  get(key: Bits): Sent | undefined {
    const slot = this.#find(key);
    const state = this.#states[slot];
    if (state < 2) return undefined;
    const at = slot * WORDS;
    const words = this.#words;
    return {
      digest: [words[at + 2], words[at + 3]],
      inventory: [words[at + 4], words[at + 5]],
      fingerprint: [words[at + 6], words[at + 7]],
      passing: state === 3,
    };
  }

  set(key: Bits, sent: Sent): void {
    let slot = this.#find(key);
    if (this.#states[slot] === 0) {
      if (this.#taken + 1 > this.#states.length * MAX_LOAD) {
        this.#rebuild();
        slot = this.#find(key);
      }
      this.#taken += 1;
    }
    this.#states[slot] = sent.passing ? 3 : 2;
    const at = slot * WORDS;
    [this.#words[at], this.#words[at + 1]] = key;
    [this.#words[at + 2], this.#words[at + 3]] = sent.digest;
    [this.#words[at + 4], this.#words[at + 5]] = sent.inventory;
    [this.#words[at + 6], this.#words[at + 7]] = sent.fingerprint;
  }

  forget(key: Bits): void {
    const slot = this.#find(key);
    if (this.#states[slot] !== 0) this.#states[slot] = 1;
  }

  clear(): void {
    this.#words = NO_WORDS;
    this.#states = ONE_STATE;
    this.#taken = 0;
  }

  /** The slot of the key, or the free one that it would take. */
  #find([high, low]: Bits): number {
    const mask = this.#states.length - 1;
    const words = this.#words;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      if (this.#states[slot] === 0) return slot;
      const at = slot * WORDS;
      if (words[at] === high && words[at + 1] === low) return slot;
    }
  }

  /** Leaves out what was forgotten, and doubles the slots when there is still not much room. */
  #rebuild(): void {
    const words = this.#words;
    const states = this.#states;
    const known = states.reduce((sum, state) => sum + (state > 1 ? 1 : 0), 0);
    const isFull = known * 2 > states.length * MAX_LOAD;
    const slots = Math.max(FIRST_SLOTS, states.length * (isFull ? 2 : 1));
    this.#words = new Uint32Array(slots * WORDS);
    this.#states = new Uint8Array(slots);
    this.#taken = known;
    for (let slot = 0; slot < states.length; slot += 1) {
      if (states[slot] < 2) continue;
      const at = slot * WORDS;
      const target = this.#find([words[at], words[at + 1]]);
      this.#states[target] = states[slot];
      this.#words.set(words.subarray(at, at + WORDS), target * WORDS);
    }
  }
}
