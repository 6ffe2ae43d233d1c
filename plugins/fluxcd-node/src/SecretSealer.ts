import type { JsonObject } from '@backstage/types';

/**
 * Encrypts secrets for storage with the operator's keys (`fluxcd.encryption.keys`).
 * @public
 */
export interface SecretSealer {
  /**
   * `owner` says where the result is stored (a table and a row id, say): it is sealed in, and a token that was
   * moved to another owner does not open.
   */
  seal(owner: string, secret: JsonObject): { token: string; keyId: string };
  /** Fails when no key opens the token, or when it belongs to another owner. Never overwrite what does not open. */
  open(owner: string, token: string): JsonObject;
}
