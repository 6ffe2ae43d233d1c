import type { Kind } from './Kind';
import type { StoreEvent } from './ObjectStore';

/** A change as it is stored: with its kind and the resourceVersion that it made. */
export interface StoredEvent extends StoreEvent {
  kind: Kind;
  version: number;
}

/** Tells listeners of changes, in order. */
export class ChangeFeed {
  readonly #listeners = new Set<(event: StoredEvent) => void>();
  readonly #queue: StoredEvent[] = [];
  #emitting = false;

  subscribe(listener: (event: StoredEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Listeners may write too: their events wait until all have seen the current one. */
  publish(event: StoredEvent): void {
    this.#queue.push(event);
    if (this.#emitting) {
      return;
    }
    this.#emitting = true;
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
        for (const listener of [...this.#listeners]) {
          listener(next);
        }
      }
    } finally {
      this.#emitting = false;
    }
  }
}
