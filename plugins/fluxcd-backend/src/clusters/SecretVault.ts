import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { SealedStorage } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { Knex } from 'knex';
import type { Keyring } from '../security/Keyring';

const TABLE = 'sealed_secrets';
const MAX_KEY_LENGTH = 255;

interface Row {
  owner: string;
  key: string;
  token: string;
  key_id: string;
  created_at: string;
  updated_at: string;
}

/** Keeps the secrets of cluster sources, each sealed to its row. */
export class SecretVault {
  readonly #knex: Knex;
  readonly #keyring: Keyring;
  readonly #logger: LoggerService;

  constructor(options: {
    knex: Knex;
    keyring: Keyring;
    logger: LoggerService;
  }) {
    this.#knex = options.knex;
    this.#keyring = options.keyring;
    this.#logger = options.logger;
  }

  /** The vault as one source sees it: its own secrets only. */
  storageOf(owner: string): SealedStorage {
    return {
      set: (key, secret) => this.#set({ owner, key }, secret),
      get: key => this.#get({ owner, key }),
      delete: async key => {
        await this.#rows().where({ owner, key }).delete();
      },
    };
  }

  /**
   * To be called at start: brings every row to the newest key, so that older ones can be dropped, and warns of what
   * no key opens. Replicas may do it at the same time.
   */
  async reseal(): Promise<void> {
    const unreadable: string[] = [];
    for (const row of await this.#rows().orderBy(['owner', 'key'])) {
      const { owner, key, token, key_id: keyId } = row;
      let secret: JsonObject;
      try {
        secret = this.#keyring.open(envelopeOf(row), token);
      } catch {
        unreadable.push(`${key} of ${owner} (key ${keyId})`);
        continue;
      }
      if (keyId === this.#keyring.primaryKeyId) continue;
      const sealed = this.#keyring.seal(envelopeOf(row), secret);
      // Unless someone stored another one meanwhile.
      await this.#rows()
        .where({ owner, key, token })
        .update({ token: sealed.token, key_id: sealed.keyId });
    }
    if (unreadable.length > 0) {
      this.#logger.warn(
        `No key in fluxcd.encryption.keys opens these secrets of cluster sources; they are kept as they are: ${unreadable.join(
          ', ',
        )}`,
      );
    }
  }

  async #set(
    where: Pick<Row, 'owner' | 'key'>,
    secret: JsonObject,
  ): Promise<void> {
    if (!where.key || where.key.length > MAX_KEY_LENGTH) {
      throw new InputError(`key must have 1 to ${MAX_KEY_LENGTH} characters`);
    }
    const { token, keyId } = this.#keyring.seal(envelopeOf(where), secret);
    const now = new Date().toISOString();
    const change = { token, key_id: keyId, updated_at: now };
    await this.#rows()
      .insert({ ...where, ...change, created_at: now })
      .onConflict(['owner', 'key'])
      .merge(change);
  }

  async #get(
    where: Pick<Row, 'owner' | 'key'>,
  ): Promise<JsonObject | undefined> {
    const row = await this.#rows().where(where).first();
    if (!row) return undefined;
    try {
      return this.#keyring.open(envelopeOf(where), row.token);
    } catch {
      throw new Error(
        `The secret "${where.key}" cannot be read with the keys in fluxcd.encryption.keys (sealed with key ${row.key_id}). Add that key back, or set the secret anew.`,
      );
    }
  }

  #rows() {
    return this.#knex<Row>(TABLE);
  }
}

/** Whose secret it is, as it stands inside the seal: no other row's opens in its place. */
function envelopeOf({ owner, key }: Pick<Row, 'owner' | 'key'>): string {
  return `${TABLE}/${JSON.stringify([owner, key])}`;
}
