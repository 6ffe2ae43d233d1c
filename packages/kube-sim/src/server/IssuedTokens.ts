import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { UserInfo } from './UserInfo';

/** An issuer outside the cluster whose tokens are accepted: what verifies them, and nothing that could make one. */
export interface TokenIssuer {
  /** RSA public key, PEM. */
  publicKey: string;
  /** The `iss` of its tokens. */
  issuer: string;
  /** The `aud` that a token for clusters has. */
  audience: string;
}

function decode(part: string): Record<string, any> | undefined {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Tokens of an outside issuer: the user is the object id in `oid`, as in a cluster that trusts Entra ID. */
export class IssuedTokens {
  readonly #issuer: TokenIssuer;
  readonly #key: KeyObject;
  readonly #refused = new Set<string>();

  constructor(issuer: TokenIssuer) {
    this.#issuer = issuer;
    this.#key = createPublicKey(issuer.publicKey);
  }

  /** Refuses these tokens from now on, by their `jti`. */
  refuse(ids: string[]): void {
    ids.forEach(id => this.#refused.add(id));
  }

  /** The identity behind a token; undefined when it is forged, expired, refused or for somebody else. */
  identify(token: string): UserInfo | undefined {
    const [head, body, signature, ...rest] = token.split('.');
    if (!signature || rest.length > 0 || decode(head)?.alg !== 'RS256') {
      return undefined;
    }
    const genuine = verify(
      'RSA-SHA256',
      Buffer.from(`${head}.${body}`),
      this.#key,
      Buffer.from(signature, 'base64url'),
    );
    const claims = genuine ? decode(body) : undefined;
    const now = Date.now() / 1000;
    if (
      !claims ||
      claims.iss !== this.#issuer.issuer ||
      claims.aud !== this.#issuer.audience ||
      !(claims.exp > now) ||
      claims.nbf > now + 60 ||
      typeof claims.oid !== 'string' ||
      this.#refused.has(claims.jti)
    ) {
      return undefined;
    }
    return {
      name: claims.oid,
      groups: [...(claims.groups ?? []), 'system:authenticated'],
      extra: { oid: [claims.oid] },
    };
  }
}
