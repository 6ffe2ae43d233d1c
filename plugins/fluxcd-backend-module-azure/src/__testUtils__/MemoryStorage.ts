import type { JsonObject } from '@backstage/types';
import type { SealedStorage } from '@flux-orchestrator/backstage-plugin-fluxcd-node';

/** Sealed storage that forgets; `locked`: no key opens what it holds. */
export class MemoryStorage implements SealedStorage {
  readonly secrets = new Map<string, JsonObject>();
  locked = false;

  async set(key: string, secret: JsonObject): Promise<void> {
    this.secrets.set(key, secret);
  }

  async get(key: string): Promise<JsonObject | undefined> {
    if (this.locked) throw new Error('No key opens it');
    return this.secrets.get(key);
  }

  async delete(key: string): Promise<void> {
    this.secrets.delete(key);
  }
}
