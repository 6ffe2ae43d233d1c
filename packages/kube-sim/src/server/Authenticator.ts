import { createHash } from 'node:crypto';
import type { Http2ServerRequest } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { ApiError } from '../store/ApiError';
import { IssuedTokens, type TokenIssuer } from './IssuedTokens';
import type { UserInfo } from './UserInfo';

export interface TokenIdentity {
  name: string;
  uid?: string;
  groups: string[];
  /** Milliseconds since the epoch; absent for a token that lasts. */
  expiresAt?: number;
  /** Audience of a bound token; only the API server's own is accepted. */
  audiences?: string[];
}

const AUDIENCE = 'https://kubernetes.default.svc.cluster.local';

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Bearer tokens and client certificates. */
export class Authenticator {
  /** By the digest of the token, so that the lookup takes no time that depends on it. */
  readonly #tokens = new Map<string, TokenIdentity>();
  readonly #issued: IssuedTokens | undefined;

  static readonly audience = AUDIENCE;

  constructor(issuer?: TokenIssuer) {
    this.#issued = issuer && new IssuedTokens(issuer);
  }

  add(token: string, identity: TokenIdentity): void {
    this.#tokens.set(digest(token), identity);
  }

  remove(token: string): void {
    this.#tokens.delete(digest(token));
  }

  /** Refuses tokens of the outside issuer by their ids. */
  refuse(ids: string[]): void {
    this.#issued?.refuse(ids);
  }

  static unauthorized(): ApiError {
    return new ApiError({
      code: 401,
      reason: 'Unauthorized',
      message: 'Unauthorized',
    });
  }

  /** The identity behind a token; undefined when it is unknown, expired or for somebody else. */
  identify(token: string): UserInfo | undefined {
    const found = this.#tokens.get(digest(token));
    if (!found) {
      return this.#issued?.identify(token);
    }
    if (
      (found.expiresAt !== undefined && found.expiresAt <= Date.now()) ||
      (found.audiences && !found.audiences.includes(AUDIENCE))
    ) {
      return undefined;
    }
    return {
      name: found.name,
      uid: found.uid,
      groups: [...found.groups, 'system:authenticated'],
      extra: {
        'authentication.kubernetes.io/credential-id': [
          `JTI=${digest(`id:${token}`).slice(0, 32)}`,
        ],
      },
    };
  }

  authenticate(request: Http2ServerRequest): UserInfo {
    const header = request.headers.authorization;
    if (header !== undefined) {
      const token = /^bearer +(\S+)\s*$/i.exec(header)?.[1];
      const user = token && this.identify(token);
      if (!user) {
        throw Authenticator.unauthorized();
      }
      return user;
    }
    const socket = (request.stream?.session?.socket ??
      request.socket) as TLSSocket;
    const certificate = socket.getPeerCertificate?.();
    if (certificate?.subject) {
      if (!socket.authorized) {
        throw Authenticator.unauthorized();
      }
      const { CN, O } = certificate.subject as Record<string, any>;
      return {
        name: String(CN),
        groups: [...[O ?? []].flat(), 'system:authenticated'],
        extra: {
          'authentication.kubernetes.io/credential-id': [
            `X509SHA256=${createHash('sha256')
              .update(certificate.raw)
              .digest('hex')}`,
          ],
        },
      };
    }
    return { name: 'system:anonymous', groups: ['system:unauthenticated'] };
  }
}
