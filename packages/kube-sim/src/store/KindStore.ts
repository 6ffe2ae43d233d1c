import type { Kind } from './Kind';
import type { KubeObject, StoreEvent } from './ObjectStore';

/** One change with the resourceVersion it made. */
export interface Change extends StoreEvent {
  version: number;
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

/** The objects of one kind, in key order, and the recent changes of them for watches and old lists. */
export class KindStore {
  readonly kind: Kind;
  readonly #capacity: number;
  readonly #objects = new Map<string, KubeObject>();
  /** Sorted keys; undefined after a creation or deletion, rebuilt when a list needs them. */
  #keys: string[] | undefined;
  #changes: Change[] = [];
  /** Changes up to and including this version are forgotten. */
  #forgotten: number;

  constructor(options: { kind: Kind; capacity: number; since: number }) {
    this.kind = options.kind;
    this.#capacity = options.capacity;
    this.#forgotten = options.since;
  }

  static key(namespace: string | undefined, name: string): string {
    return `${namespace ?? ''}/${name}`;
  }

  get(key: string): KubeObject | undefined {
    return this.#objects.get(key);
  }

  get size(): number {
    return this.#objects.size;
  }

  /** Versions at or below this one can no longer be watched from or listed. */
  get oldest(): number {
    return this.#forgotten;
  }

  /** Objects in key order, which is what a list answers. */
  list(namespace?: string): KubeObject[] {
    this.#keys ??= [...this.#objects.keys()].sort(compare);
    const keys = namespace
      ? this.#keys.filter(key => key.startsWith(`${namespace}/`))
      : this.#keys;
    return keys.map(key => this.#objects.get(key)!);
  }

  record(change: Change): void {
    const { name, namespace } = change.object.metadata;
    const key = KindStore.key(namespace, name);
    if (change.type === 'DELETED') {
      this.#objects.delete(key);
      this.#keys = undefined;
    } else {
      if (!this.#objects.has(key)) {
        this.#keys = undefined;
      }
      this.#objects.set(key, change.object);
    }
    this.#changes.push(change);
    // Trimmed in chunks, so that a busy kind does not shift the array at every write.
    if (this.#changes.length > this.#capacity * 1.25) {
      const cut = this.#changes.length - this.#capacity;
      this.#forgotten = this.#changes[cut - 1].version;
      this.#changes = this.#changes.slice(cut);
    }
  }

  forget(version: number): void {
    this.#changes = [];
    this.#forgotten = version;
  }

  /** Changes after a version, oldest first; undefined when some of them are forgotten. */
  changesSince(version: number): Change[] | undefined {
    if (version < this.#forgotten) {
      return undefined;
    }
    const changes = this.#changes;
    let low = 0;
    let high = changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (changes[middle].version <= version) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return changes.slice(low);
  }

  /** The list as it was at an old version; undefined when that is forgotten. */
  listAt(version: number, namespace?: string): KubeObject[] | undefined {
    const changes = this.changesSince(version);
    if (!changes) {
      return undefined;
    }
    if (changes.length === 0) {
      return this.list(namespace);
    }
    const then = new Map(this.#objects);
    for (const change of changes.reverse()) {
      const { metadata } = change.object;
      const key = KindStore.key(metadata.namespace, metadata.name);
      if (change.previous) {
        then.set(key, change.previous);
      } else {
        then.delete(key);
      }
    }
    return [...then.keys()]
      .filter(key => !namespace || key.startsWith(`${namespace}/`))
      .sort(compare)
      .map(key => then.get(key)!);
  }
}
