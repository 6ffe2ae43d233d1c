import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type Claims = Record<string, any>;

const encode = (value: unknown) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/** An RSA key that signs and checks JSON Web Tokens, RS256. */
export class SigningKey {
  readonly #private: KeyObject;
  readonly #public: KeyObject;
  readonly #id: string;

  /** With a folder the key is kept there under its name. */
  static async open(name: string, folder?: string): Promise<SigningKey> {
    const file = folder && join(folder, `azure-sim.${name}.pem`);
    if (file && existsSync(file)) {
      return new SigningKey(name, createPrivateKey(readFileSync(file, 'utf8')));
    }
    const { privateKey } = await promisify(generateKeyPair)('rsa', {
      modulusLength: 2048,
    });
    if (file) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(
        file,
        privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
        { mode: 0o600 },
      );
    }
    return new SigningKey(name, privateKey);
  }

  private constructor(id: string, key: KeyObject) {
    this.#id = id;
    this.#private = key;
    this.#public = createPublicKey(key);
  }

  /** PEM. */
  get publicKey(): string {
    return this.#public.export({ type: 'spki', format: 'pem' }) as string;
  }

  /** As an entry of a key set. */
  get jwk(): Record<string, unknown> {
    return {
      ...this.#public.export({ format: 'jwk' }),
      kid: this.#id,
      use: 'sig',
      alg: 'RS256',
    };
  }

  sign(claims: Claims): string {
    const text = `${encode({
      alg: 'RS256',
      typ: 'JWT',
      kid: this.#id,
    })}.${encode(claims)}`;
    const signature = sign('RSA-SHA256', Buffer.from(text), this.#private);
    return `${text}.${signature.toString('base64url')}`;
  }

  /** The claims of a token that this key signed; undefined for every other text. Times are not looked at. */
  verify(token: string): Claims | undefined {
    const [head, body, signature] = token.split('.');
    if (
      !signature ||
      !verify(
        'RSA-SHA256',
        Buffer.from(`${head}.${body}`),
        this.#public,
        Buffer.from(signature, 'base64url'),
      )
    ) {
      return undefined;
    }
    return JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
  }
}
