import type { AccessToken, TokenCredential } from '@azure/identity';
import { withDeadline } from './withDeadline';

/** Longer than all retries of the SDK together; what hangs on after it is left behind. Milliseconds. */
const DEADLINE_MS = 45_000;
/** Inside the five minutes before its end in which the SDK itself no longer answers with the token it has. */
const AHEAD_MS = 4 * 60_000;
/** A token this near to its end may arrive too late. */
const MARGIN_MS = 5_000;
/** How long a failure answers those who ask next, so that three hundred clusters do not make three hundred requests. */
const FAILURE_MS = 5_000;
/** Between attempts to renew a token that still holds. */
const RETRY_MS = 30_000;
/** A token younger than this was refused for another reason than itself: a new one would be refused as well. */
const REFUSABLE_MS = 30_000;

interface HeldToken extends AccessToken {
  obtainedAt: number;
}

/**
 * Tokens of one identity for one audience, one request upstream however many ask. The SDK's own `getToken` makes one
 * request per caller, and its `getBearerTokenProvider` rejects behind everybody's back when a renewal fails to the end.
 */
export class TokenSource {
  readonly #createCredential: () => TokenCredential;
  readonly #scope: string;
  readonly #enableCae: boolean;
  readonly #now: () => number;
  #credential?: TokenCredential;
  #token?: HeldToken;
  #running?: Promise<HeldToken>;
  #failure?: { error: unknown; at: number };
  #triedAt = 0;

  constructor(options: {
    /** Called for the first token, and after a failure or a refusal. */
    createCredential: () => TokenCredential;
    scope: string;
    /** Whether the audience may be told of revocation, and ask for claims; such tokens live longer. */
    enableCae: boolean;
    now?: () => number;
  }) {
    this.#createCredential = options.createCredential;
    this.#scope = options.scope;
    this.#enableCae = options.enableCae;
    this.#now = options.now ?? Date.now;
  }

  /** `claims`: what the audience asked for when it refused the token that is held. Fails as the SDK does. */
  async get(claims?: string): Promise<AccessToken> {
    if (claims) {
      this.#token = undefined;
      return this.#running ?? this.#renew(claims);
    }
    const now = this.#now();
    const token = this.#token;
    if (token && now < usableUntil(token)) {
      const due = now >= renewAt(token) && now - this.#triedAt >= RETRY_MS;
      // Whoever asks meanwhile has a token that holds; a failure is seen when it no longer does.
      if (due && !this.#running) this.#renew().catch(() => {});
      return token;
    }
    if (this.#running) return this.#running;
    if (this.#failure && now - this.#failure.at < FAILURE_MS) {
      throw this.#failure.error;
    }
    return this.#renew();
  }

  /** The next token comes from a new credential, unless this one is not the current one, or too young for that to help. */
  refuse(refused: string): void {
    const token = this.#token;
    if (token?.token !== refused) return;
    if (this.#now() - token.obtainedAt < REFUSABLE_MS) return;
    this.#token = undefined;
    this.#credential = undefined;
  }

  #renew(claims?: string): Promise<HeldToken> {
    this.#triedAt = this.#now();
    this.#running = this.#fetch(claims).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #fetch(claims?: string): Promise<HeldToken> {
    try {
      this.#credential ??= this.#createCredential();
      const token = await withDeadline(
        this.#credential.getToken(this.#scope, {
          enableCae: this.#enableCae,
          ...(claims && { claims }),
        }),
        DEADLINE_MS,
      );
      if (!token) throw new Error('The credential has no token');
      this.#failure = undefined;
      this.#token = { ...token, obtainedAt: this.#now() };
      return this.#token;
    } catch (error) {
      // What it cached of the failure goes with it.
      this.#credential = undefined;
      this.#failure = { error, at: this.#now() };
      throw error;
    }
  }
}

function usableUntil(token: HeldToken): number {
  const lifetime = token.expiresOnTimestamp - token.obtainedAt;
  return token.expiresOnTimestamp - Math.min(MARGIN_MS, lifetime / 4);
}

function renewAt(token: HeldToken): number {
  const lifetime = token.expiresOnTimestamp - token.obtainedAt;
  return Math.min(
    token.refreshAfterTimestamp ?? Infinity,
    token.expiresOnTimestamp - Math.min(AHEAD_MS, lifetime / 2),
  );
}
