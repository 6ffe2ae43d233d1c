import type { ConnectionReason } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { Backoff } from './Backoff';
import type { Clock } from './Clock';
import type { ClusterLink } from './ClusterLink';
import type { CollectionReader, WatchBatch } from './CollectionReader';
import { KubernetesError } from './KubernetesError';
import { listPages } from './listPages';
import { pause } from './pause';
import type { ReflectorState } from './ReflectorState';
import type { ReflectorStore } from './ReflectorStore';
import type { WatchEnd } from './WatchEnd';
import { watchOnce } from './watchOnce';

/** Watches last 4 to 8 minutes, by chance, so that they do not all end together. Seconds. */
const MIN_WATCH_SECONDS = 240;
const MAX_WATCH_SECONDS = 480;
/** A missing right does not come back by asking often. Milliseconds, plus up to as much again by chance. */
const FORBIDDEN_RETRY_MS = 150_000;
/** Unreadable streams within this time are counted together. */
const MALFORMED_WINDOW_MS = 600_000;
const MALFORMED_LIMIT = 3;
/** Failures in a row, without one event, after which a resource version is given up: the server may not know it. */
const STALE_VERSION_LIMIT = 3;

/**
 * Keeps a store equal to one collection of an API server: a list, then watches that continue where the store stands.
 * Follows the rules of client-go's reflector; each of them is a test named after it.
 */
export class Reflector<T> {
  readonly #path: string;
  readonly #metadataOnly: boolean;
  readonly #link: ClusterLink;
  readonly #store: ReflectorStore<T>;
  readonly #reader: CollectionReader<T>;
  readonly #clock: Clock;
  readonly #onState: (state: ReflectorState) => void;
  readonly #backoff: Backoff;
  #mustList: boolean;
  #failures = 0;
  #fruitless = 0;
  #malformedAt: number[] = [];
  #live = false;

  constructor(options: {
    /** Of the collection, e.g. `/apis/GROUP/VERSION/PLURAL`. */
    path: string;
    /** Reads names and versions instead of whole objects. */
    metadataOnly?: boolean;
    link: ClusterLink;
    store: ReflectorStore<T>;
    reader: CollectionReader<T>;
    clock: Clock;
    onState: (state: ReflectorState) => void;
  }) {
    this.#path = options.path;
    this.#metadataOnly = options.metadataOnly ?? false;
    this.#link = options.link;
    this.#store = options.store;
    this.#reader = options.reader;
    this.#clock = options.clock;
    this.#onState = options.onState;
    this.#backoff = new Backoff({ clock: options.clock });
    // A store that stands somewhere, from before this process started, say, is continued there.
    this.#mustList = options.store.resourceVersion === undefined;
  }

  /** Whether a watch is open now. */
  get live(): boolean {
    return this.#live;
  }

  /** Works until `signal` is aborted (`stopped`) or the server says that it does not know the path (`absent`). */
  async run(signal: AbortSignal): Promise<'stopped' | 'absent'> {
    while (!signal.aborted) {
      try {
        if (this.#mustList) await this.#list(signal);
        await this.#watch(signal);
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof KubernetesError && error.reason === 'not-found') {
          this.#onState({
            state: 'absent',
            reason: 'flux-missing',
            message: 'The API server does not serve this kind',
          });
          // Should it come back, it is another collection than the one that was read.
          this.#mustList = true;
          return 'absent';
        }
        await this.#recover(error, signal);
      }
    }
    return 'stopped';
  }

  async #list(signal: AbortSignal): Promise<void> {
    const pages = listPages({
      path: this.#path,
      accept: this.#accept('PartialObjectMetadataList'),
      reader: this.#reader,
      call: work => this.#link.call(signal, work),
      signal,
    });
    await this.#store.replace(pages, signal);
    if (signal.aborted) return;
    this.#mustList = false;
    this.#fruitless = 0;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const timeoutSeconds =
      MIN_WATCH_SECONDS +
      Math.floor(
        this.#clock.random() * (MAX_WATCH_SECONDS - MIN_WATCH_SECONDS + 1),
      );
    const abort = new AbortController();
    const onAbort = () => abort.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    let resourceVersion: string | undefined;
    try {
      const chunks = await this.#link.call(signal, client => {
        resourceVersion = this.#store.resourceVersion;
        return client.stream({
          path: this.#path,
          accept: this.#accept('PartialObjectMetadata'),
          query: {
            watch: true,
            allowWatchBookmarks: true,
            resourceVersion,
            timeoutSeconds,
          },
          timeoutMs: 0,
          signal: abort.signal,
        });
      });
      this.#live = true;
      this.#report();
      let events = 0;
      const end = await watchOnce({
        chunks,
        timeoutSeconds,
        clock: this.#clock,
        abort,
        onContact: () => this.#link.contact(),
        reader: this.#reader,
        resourceVersion,
        onBatch: batch => {
          events += batch.events;
          this.#take(batch);
        },
      });
      this.#live = false;
      if (events) this.#failures = 0;
      if (events) this.#fruitless = 0;
      if (!signal.aborted) await this.#continue(end, signal);
    } finally {
      this.#live = false;
      signal.removeEventListener('abort', onAbort);
      abort.abort();
    }
  }

  #take({ changes, resourceVersion }: WatchBatch<T>): void {
    if (resourceVersion === undefined) return;
    for (const { item, deleted } of changes) {
      if (deleted) this.#store.remove(item, resourceVersion);
      else this.#store.upsert(item, resourceVersion);
    }
    if (!changes.length) this.#store.bookmark(resourceVersion);
  }

  /** Decides how to go on after a watch that had been open. */
  async #continue(end: WatchEnd, signal: AbortSignal): Promise<void> {
    switch (end.type) {
      case 'ended':
        this.#failures = 0;
        this.#fruitless = 0;
        return;
      case 'expired':
        this.#mustList = true;
        // The first costs one list at once; a server that goes on so is left alone for a while.
        if (this.#failures === 0) this.#failures = 1;
        else {
          await this.#fail(
            'The API server keeps losing the resource version of this kind',
            'server-error',
            undefined,
            signal,
          );
        }
        return;
      case 'idle':
        // A server that does not know the version yet (restored from a backup, say) is silent for ever.
        if (end.silent) this.#mustList = true;
        return;
      case 'malformed':
        this.#mustList = true;
        this.#malformedAt = this.#recentlyMalformed().concat(this.#clock.now());
        await this.#fail(end.message, 'server-error', undefined, signal);
        return;
      case 'lost':
        this.#mustList = true;
        await this.#fail(end.message, 'unknown', undefined, signal);
        return;
      default:
        this.#doubtVersion();
        await this.#fail(
          end.message,
          'server-error',
          end.type === 'error' ? end.retryAfterSeconds : undefined,
          signal,
        );
    }
  }

  /** After a list or the opening of a watch failed. */
  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    if (!(error instanceof KubernetesError)) {
      // Its text may quote the objects that were read.
      await this.#fail(
        'The objects of this kind could not be read',
        'unknown',
        undefined,
        signal,
      );
      return;
    }
    if (error.reason === 'expired') {
      await this.#continue({ type: 'expired' }, signal);
      return;
    }
    if (error.reason === 'forbidden') {
      this.#onState({
        state: 'forbidden',
        reason: 'forbidden',
        message: error.message,
      });
      await pause(
        this.#clock,
        FORBIDDEN_RETRY_MS * (1 + this.#clock.random()),
        signal,
      );
      return;
    }
    // The link holds the next attempt back as long as the cluster as a whole is the trouble.
    if (this.#link.failure) return;
    this.#doubtVersion();
    await this.#fail(
      error.message,
      'server-error',
      error.retryAfterSeconds,
      signal,
    );
  }

  async #fail(
    message: string,
    reason: ConnectionReason,
    retryAfterSeconds: number | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    this.#failures += 1;
    // One broken connection is daily business, two in a row are worth a word.
    if (this.#failures > 1) this.#onState({ state: 'failed', reason, message });
    await pause(
      this.#clock,
      retryAfterSeconds
        ? Math.min(retryAfterSeconds, 300) * 1000
        : this.#backoff.next(),
      signal,
    );
  }

  #accept(as: string): string | undefined {
    return this.#metadataOnly
      ? `application/json;as=${as};v=v1;g=meta.k8s.io,application/json`
      : undefined;
  }

  #doubtVersion(): void {
    this.#fruitless += 1;
    if (this.#fruitless >= STALE_VERSION_LIMIT) this.#mustList = true;
  }

  #report(): void {
    if (this.#recentlyMalformed().length >= MALFORMED_LIMIT) {
      this.#onState({
        state: 'failed',
        reason: 'server-error',
        message: 'The cluster keeps sending events that cannot be read',
      });
    } else {
      this.#onState({ state: 'watching' });
    }
  }

  #recentlyMalformed(): number[] {
    const since = this.#clock.now() - MALFORMED_WINDOW_MS;
    return this.#malformedAt.filter(at => at > since);
  }
}
