import type { FluxObject } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { parseJson } from '../../kubernetes/parseJson';
import { projectManaged } from '../projectManaged';
import { cutJson } from './cutJson';
import { readEntries } from './readEntries';

/** The part of an object that holds what it applied. */
interface Inventoried {
  status?: { inventory?: { entries?: unknown } };
}

/** Parses objects without what is large and seldom needed; answers questions about those that it parsed last. */
export class CutParser {
  readonly #inventories: boolean;
  #entries: Buffer[] = [];

  constructor(options: {
    /** Whether the entries of inventories are cut out, too. */
    inventories: boolean;
  }) {
    this.#inventories = options.inventories;
  }

  /** Fails with SyntaxError when the bytes are no JSON. */
  readonly parse = (bytes: Buffer): unknown => {
    const { text, entries } = cutJson(bytes, {
      inventories: this.#inventories,
    });
    this.#entries = entries;
    return JSON.parse(text);
  };

  /** No more questions: otherwise the bytes, which may be a whole page, would stay until something else is parsed. */
  forget(): void {
    this.#entries = [];
  }

  /** What the object applied, see `toManagedText`. Fails with SyntaxError when its inventory is no JSON. */
  managed(object: object): string {
    const entries = this.#entriesOf(object);
    const managed = entries && readEntries(entries);
    if (managed !== undefined) return managed;
    if (entries) {
      (object as Inventoried).status!.inventory!.entries = parseJson(entries);
    }
    return projectManaged(object as FluxObject);
  }

  #entriesOf(object: object): Buffer | undefined {
    const entries = (object as Inventoried).status?.inventory?.entries;
    const place = Array.isArray(entries) ? entries[0] : undefined;
    return typeof place === 'number' ? this.#entries[place] : undefined;
  }
}
