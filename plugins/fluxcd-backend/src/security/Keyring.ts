import { createHash } from 'node:crypto';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { Fernet } from './Fernet';

const KEYS = 'fluxcd.encryption.keys';
/** 32 bytes in URL-safe base64, with or without the padding. */
const KEY = /^[A-Za-z0-9_-]{43}=?$/;

const HOW_TO = `Make a key with "yarn fluxcd:key", or anywhere with \
node -p "require('crypto').randomBytes(32).toString('base64url')", \
keep it outside the repository, and name it in app-config:
fluxcd:
  encryption:
    keys:
      - \${FLUXCD_ENCRYPTION_KEY}`;

interface Envelope {
  version: 1;
  owner: string;
  secret: JsonObject;
}

/**
 * Seals secrets for the database with the operator's Fernet keys, newest first: the first key seals, every key
 * opens. Fernet has no associated data, so the owner of a secret stands inside the envelope and is checked.
 */
export class Keyring {
  readonly #keys: readonly { id: string; fernet: Fernet }[];

  static fromConfig(config: Config): Keyring {
    return new Keyring(config.getOptionalStringArray(KEYS) ?? []);
  }

  constructor(keys: readonly string[]) {
    if (keys.length === 0) {
      throw new InputError(
        `${KEYS} is missing: without a key the credentials of clusters cannot be stored. ${HOW_TO}`,
      );
    }
    this.#keys = keys.map((text, index) => {
      const key = text.trim();
      const bytes = Buffer.from(key, 'base64url');
      // The last character carries two spare bits: one key has one spelling, and so one id.
      if (
        !KEY.test(key) ||
        bytes.toString('base64url') !== key.replace('=', '')
      ) {
        throw new InputError(
          `${KEYS}[${index}] must be 32 random bytes in URL-safe base64 (44 characters). ${HOW_TO}`,
        );
      }
      return { id: keyId(bytes), fernet: new Fernet(bytes) };
    });
  }

  /** How many keys there are. */
  get size(): number {
    return this.#keys.length;
  }

  /** Id of the key that seals now. */
  get primaryKeyId(): string {
    return this.#keys[0].id;
  }

  seal(owner: string, secret: JsonObject): { token: string; keyId: string } {
    const envelope: Envelope = { version: 1, owner, secret };
    const [{ id, fernet }] = this.#keys;
    return {
      token: fernet.encrypt(Buffer.from(JSON.stringify(envelope))),
      keyId: id,
    };
  }

  open(owner: string, token: string): JsonObject {
    for (const { fernet } of this.#keys) {
      let plaintext: Buffer;
      try {
        plaintext = fernet.decrypt(token);
      } catch {
        continue;
      }
      const envelope: Envelope = JSON.parse(plaintext.toString());
      if (envelope.version !== 1 || envelope.owner !== owner) {
        throw new Error('The sealed secret belongs to something else');
      }
      return envelope.secret;
    }
    throw new Error(`None of ${KEYS} opens the sealed secret`);
  }
}

function keyId(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}
