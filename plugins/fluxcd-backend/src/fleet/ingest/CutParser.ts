import { hash } from 'node:crypto';
import { parseJson } from '../../kubernetes/parseJson';
import { type Bits, NOTHING, toBits } from './Bits';
import { type CutJson, cutJson } from './cutJson';

/** The part of an object that holds what it applied. */
interface Inventoried {
  status?: { inventory?: { entries?: unknown } };
}

/** Parses objects without what is large and seldom needed; answers questions about those that it parsed last. */
export class CutParser {
  readonly #inventories: boolean;
  #cut: CutJson = { text: '', entries: [] };

  constructor(options: {
    /** Whether the entries of inventories are cut out, too. */
    inventories: boolean;
  }) {
    this.#inventories = options.inventories;
  }

  /** Fails with SyntaxError when the bytes are no JSON. */
  readonly parse = (bytes: Buffer): unknown => {
    this.#cut = cutJson(bytes, { inventories: this.#inventories });
    return JSON.parse(this.#cut.text);
  };

  /** Puts back what was cut out of the object's inventory. */
  restore(object: object): object {
    const entries = this.#entriesOf(object);
    if (entries) {
      (object as Inventoried).status!.inventory!.entries = parseJson(entries);
    }
    return object;
  }

  /** Another one when the inventory was sent otherwise. */
  fingerprint(object: object): Bits {
    const inventory = (object as Inventoried).status?.inventory;
    if (!inventory) return NOTHING;
    try {
      return toBits(
        hash('sha256', this.#entriesOf(object) ?? JSON.stringify(inventory)),
      );
    } catch {
      // Nested too deep to be written down: no inventory that Flux made.
      return NOTHING;
    }
  }

  #entriesOf(object: object): Buffer | undefined {
    const entries = (object as Inventoried).status?.inventory?.entries;
    const place = Array.isArray(entries) ? entries[0] : undefined;
    return typeof place === 'number' ? this.#cut.entries[place] : undefined;
  }
}
