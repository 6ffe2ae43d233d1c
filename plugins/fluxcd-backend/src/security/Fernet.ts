import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

const VERSION = 0x80;
/** Version, 64-bit timestamp in seconds, IV. */
const HEADER_LENGTH = 1 + 8 + 16;
const MAC_LENGTH = 32;
const BLOCK_LENGTH = 16;

/**
 * Fernet as of the specification (https://github.com/fernet/spec): AES-128-CBC and HMAC-SHA256. The timestamp is
 * written and not enforced: what it protects is data at rest, which does not expire.
 */
export class Fernet {
  readonly #signingKey: Buffer;
  readonly #encryptionKey: Buffer;

  /** 32 bytes: half signs, half encrypts. */
  constructor(key: Buffer) {
    if (key.length !== 32) {
      throw new Error('A Fernet key has 32 bytes');
    }
    this.#signingKey = key.subarray(0, 16);
    this.#encryptionKey = key.subarray(16);
  }

  encrypt(
    plaintext: Buffer,
    options: { now?: Date; iv?: Buffer } = {},
  ): string {
    const iv = options.iv ?? randomBytes(BLOCK_LENGTH);
    const seconds = Math.floor((options.now ?? new Date()).getTime() / 1000);
    const header = Buffer.alloc(9);
    header[0] = VERSION;
    header.writeBigUInt64BE(BigInt(seconds), 1);
    const cipher = createCipheriv('aes-128-cbc', this.#encryptionKey, iv);
    const signed = Buffer.concat([
      header,
      iv,
      cipher.update(plaintext),
      cipher.final(),
    ]);
    return encodeBase64Url(Buffer.concat([signed, this.#mac(signed)]));
  }

  decrypt(token: string): Buffer {
    const bytes = decodeBase64Url(token);
    const ciphertextLength = bytes
      ? bytes.length - HEADER_LENGTH - MAC_LENGTH
      : 0;
    if (!bytes || bytes[0] !== VERSION || ciphertextLength < BLOCK_LENGTH) {
      throw new Error('Not a Fernet token');
    }
    const signed = bytes.subarray(0, -MAC_LENGTH);
    if (!timingSafeEqual(this.#mac(signed), bytes.subarray(-MAC_LENGTH))) {
      throw new Error('The Fernet token was made with another key or altered');
    }
    const iv = signed.subarray(9, HEADER_LENGTH);
    const decipher = createDecipheriv('aes-128-cbc', this.#encryptionKey, iv);
    return Buffer.concat([
      decipher.update(signed.subarray(HEADER_LENGTH)),
      decipher.final(),
    ]);
  }

  #mac(signed: Buffer): Buffer {
    return createHmac('sha256', this.#signingKey).update(signed).digest();
  }
}

/** With padding, as the specification has it. */
function encodeBase64Url(bytes: Buffer): string {
  const text = bytes.toString('base64url');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** Buffer.from skips what it does not know, so the result is encoded again: one token has one spelling. */
function decodeBase64Url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return encodeBase64Url(bytes) === text ? bytes : undefined;
}
