import type { SealedStorage } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { JsonObject } from '@backstage/types';

/**
 * Sealed storage that a module can hand around before the plugin hands out its own, with `ClusterSource.start`. Whoever
 * asks earlier waits.
 */
export class DeferredStorage implements SealedStorage {
  #provide!: (storage: SealedStorage) => void;
  readonly #storage = new Promise<SealedStorage>(resolve => {
    this.#provide = resolve;
  });

  /** The first one stays. */
  provide(storage: SealedStorage): void {
    this.#provide(storage);
  }

  async set(key: string, secret: JsonObject): Promise<void> {
    return (await this.#storage).set(key, secret);
  }

  async get(key: string): Promise<JsonObject | undefined> {
    return (await this.#storage).get(key);
  }

  async delete(key: string): Promise<void> {
    return (await this.#storage).delete(key);
  }
}
