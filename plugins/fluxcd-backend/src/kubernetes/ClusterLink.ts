import type { ConnectionReason } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { Backoff } from './Backoff';
import type { Clock } from './Clock';
import type { KubernetesClient } from './KubernetesClient';
import { KubernetesError } from './KubernetesError';
import { pause } from './pause';

/** Longest `Retry-After` that is honoured. */
const MAX_RETRY_AFTER_MS = 300_000;
/** A refused credential does not heal by asking often, and may lock an account. */
const REFUSED_RETRY_MS = 60_000;

/** Failures that any request to the cluster would meet now; all others belong to one path. */
const CLUSTER_WIDE: ReadonlySet<string> = new Set<ConnectionReason>([
  'dns',
  'address-refused',
  'unreachable',
  'timeout',
  'tls',
  'unauthorized',
  'not-kubernetes',
  'credentials-unreadable',
  'rate-limited',
]);

function isClusterWide(error: KubernetesError): boolean {
  if (error.reason === 'server-error') {
    // 500 may be one kind's broken webhook; these come from a proxy or a server that is starting or overloaded.
    return error.status !== undefined && error.status >= 502;
  }
  return CLUSTER_WIDE.has(error.reason);
}

/** Why the cluster cannot be reached now. */
export interface LinkFailure {
  reason: ConnectionReason;
  message: string;
  /** Failed attempts in a row. */
  attempts: number;
  /** When the first of them failed. Milliseconds since 1970. */
  since: number;
}

/**
 * The one door to a cluster's API server for everything that keeps its rows fresh. After a failure that any request
 * would meet, it lets one attempt through per back-off while the others wait for how that one goes: a dead cluster
 * costs one probe, however many kinds are watched.
 */
export class ClusterLink {
  readonly #connect: (options?: {
    fresh?: boolean;
  }) => Promise<KubernetesClient>;
  readonly #clock: Clock;
  readonly #backoff: Backoff;
  readonly #onChange: () => void;
  #failure: LinkFailure | undefined;
  #failedAt = 0;
  #retryAt = 0;
  #probing = false;
  #refreshed = false;
  #lastContact: number | undefined;
  #wake: Array<() => void> = [];

  constructor(options: {
    connect: (options?: { fresh?: boolean }) => Promise<KubernetesClient>;
    clock: Clock;
    /** Called when `failure` changes. */
    onChange: () => void;
  }) {
    this.#connect = options.connect;
    this.#clock = options.clock;
    this.#onChange = options.onChange;
    this.#backoff = new Backoff({ clock: options.clock });
  }

  get failure(): LinkFailure | undefined {
    return this.#failure;
  }

  /** When the cluster last answered anything. Milliseconds since 1970. */
  get lastContact(): number | undefined {
    return this.#lastContact;
  }

  contact(): void {
    this.#lastContact = this.#clock.now();
  }

  /** Runs `work` on a client as soon as the back-off permits. Fails with what `work` failed with. */
  async call<T>(
    signal: AbortSignal,
    work: (client: KubernetesClient) => Promise<T>,
  ): Promise<T> {
    const probe = await this.#enter(signal);
    const before = this.#failure;
    try {
      const result = await unlessAborted(this.#attempt(work), signal);
      this.contact();
      this.#succeed();
      return result;
    } catch (error) {
      if (signal.aborted) throw error;
      const known = toKubernetesError(error);
      if (known.status !== undefined) this.contact();
      if (!isClusterWide(known) && known.reason !== 'unknown') this.#succeed();
      // Of requests that were under way together, the first failure counts for all.
      else if (probe || this.#failure === before) this.#fail(known);
      throw known;
    } finally {
      if (probe) {
        this.#probing = false;
        this.#wakeAll();
      }
    }
  }

  async #attempt<T>(
    work: (client: KubernetesClient) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(await this.#connect());
    } catch (error) {
      const refused =
        error instanceof KubernetesError && error.reason === 'unauthorized';
      if (!refused || this.#refreshed) throw error;
      this.#refreshed = true;
      return work(await this.#connect({ fresh: true }));
    }
  }

  /** Returns whether the caller is the one probe of a failing cluster. */
  async #enter(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      if (!this.#failure) return false;
      const now = this.#clock.now();
      // A clock that was set back since would make a long wait of a short one.
      const wait = now < this.#failedAt ? 0 : this.#retryAt - now;
      if (wait <= 0 && !this.#probing) {
        this.#probing = true;
        return true;
      }
      await this.#changeWithin(wait > 0 ? wait : undefined, signal);
    }
    throw new KubernetesError('Stopped', { reason: 'unknown' });
  }

  async #changeWithin(
    ms: number | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const woken = new AbortController();
    const wake = () => woken.abort();
    this.#wake.push(wake);
    signal.addEventListener('abort', wake, { once: true });
    if (ms !== undefined) {
      await pause(this.#clock, ms, woken.signal);
    } else if (!woken.signal.aborted) {
      await new Promise<void>(resolve => {
        woken.signal.addEventListener('abort', () => resolve());
      });
    }
    signal.removeEventListener('abort', wake);
    this.#wake = this.#wake.filter(w => w !== wake);
  }

  #succeed(): void {
    this.#refreshed = false;
    if (!this.#failure) return;
    this.#failure = undefined;
    this.#wakeAll();
    this.#onChange();
  }

  #fail(error: KubernetesError): void {
    const refused =
      error.reason === 'unauthorized' ||
      error.reason === 'credentials-unreadable';
    let delay = refused ? REFUSED_RETRY_MS : this.#backoff.next();
    if (error.retryAfterSeconds) {
      delay = Math.min(error.retryAfterSeconds * 1000, MAX_RETRY_AFTER_MS);
    }
    this.#failedAt = this.#clock.now();
    this.#retryAt = this.#failedAt + delay;
    this.#failure = {
      reason: isClusterWide(error)
        ? (error.reason as ConnectionReason)
        : 'unknown',
      message: error.message,
      attempts: (this.#failure?.attempts ?? 0) + 1,
      since: this.#failure?.since ?? this.#clock.now(),
    };
    this.#onChange();
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

/** Does not wait for work that takes no notice of the signal. */
async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () =>
      reject(new KubernetesError('Stopped', { reason: 'unknown' }));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function toKubernetesError(error: unknown): KubernetesError {
  if (error instanceof KubernetesError) return error;
  // Its text may hold anything: addresses, paths, what was parsed.
  return new KubernetesError('The cluster could not be read', {
    reason: 'unknown',
  });
}
