import { KindRegistry } from '../store/KindRegistry';
import type { StoredEvent } from '../store/ChangeFeed';
import type { MemoryObjectStore } from '../store/MemoryObjectStore';
import { serialize } from './serialize';

/** One watch request. */
export interface Watcher {
  version: string;
  /** `line` makes the text of the event; it is computed once for all watchers of the same version. */
  deliver(event: StoredEvent, line: (type: string) => string): void;
  end(): void;
}

/** Hands each change to the watches of its kind. */
export class WatchHub {
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #unsubscribe: () => void;

  constructor(store: MemoryObjectStore) {
    this.#unsubscribe = store.subscribe(event => this.#publish(event));
  }

  get size(): number {
    let sum = 0;
    this.#watchers.forEach(set => (sum += set.size));
    return sum;
  }

  add(group: string, kind: string, watcher: Watcher): () => void {
    const key = KindRegistry.key(group, kind);
    const set = this.#watchers.get(key) ?? new Set();
    this.#watchers.set(key, set);
    set.add(watcher);
    return () => set.delete(watcher);
  }

  endAll(): void {
    this.#watchers.forEach(set => [...set].forEach(watcher => watcher.end()));
  }

  stop(): void {
    this.#unsubscribe();
    this.endAll();
  }

  #publish(event: StoredEvent): void {
    const { kind, object, type } = event;
    const lines = new Map<string, string>();
    const watchers = this.#watchers.get(
      KindRegistry.key(kind.group, kind.kind),
    );
    for (const watcher of watchers ?? []) {
      watcher.deliver(event, as => {
        const key = `${as} ${watcher.version}`;
        let line = lines.get(key);
        if (line === undefined) {
          line = `{"type":"${as}","object":${serialize.object(
            object,
            kind,
            watcher.version,
          )}}\n`;
          lines.set(key, line);
        }
        return line;
      });
    }
    if (kind.kind === 'CustomResourceDefinition' && type === 'DELETED') {
      const { group, names } = object.spec;
      const orphans = this.#watchers.get(KindRegistry.key(group, names.kind));
      [...(orphans ?? [])].forEach(watcher => watcher.end());
    }
  }
}
