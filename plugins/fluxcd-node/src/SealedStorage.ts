import type { JsonObject } from '@backstage/types';

/**
 * Secrets of a module's own, encrypted with the operator's keys (`fluxcd.encryption.keys`) in the database of the
 * plugin. A module sees its own only.
 * @public
 */
export interface SealedStorage {
  /** Stores the secret, in the place of an earlier one. `key`: at most 255 characters, chosen by the module. */
  set(key: string, secret: JsonObject): Promise<void>;
  /** Undefined when nothing is stored. Fails when no key opens what is: never store another in its place unasked. */
  get(key: string): Promise<JsonObject | undefined>;
  delete(key: string): Promise<void>;
}
