import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  findFluxKind,
  type FluxKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ClusterConnector } from '../clusters/ClusterConnector';
import type { Clock } from '../kubernetes/Clock';
import { ClusterLink } from '../kubernetes/ClusterLink';
import {
  type DiscoveredKind,
  discoverKinds,
} from '../kubernetes/discoverKinds';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { readVersions } from '../kubernetes/readVersions';
import { ConnectionReporter } from './ConnectionReporter';
import type { ConnectionStore, Reached } from './ConnectionStore';
import type { ContactWriter } from './ContactWriter';
import { DiscoverySchedule } from './DiscoverySchedule';
import type { Ingest } from './ingest/Ingest';
import { keepInTouch } from './keepInTouch';
import { isGone } from './isGone';
import { KindWatcher } from './KindWatcher';
import type { Lease } from './lease/Lease';
import { ListingRound } from './ListingRound';
import { readReached } from './readReached';
import type { ResourceWriter } from './ResourceWriter';
import { retryUntilDone } from './retryUntilDone';
import type { ConnectionObservation } from './summarizeConnection';
import { watchFluxDefinitions } from './watchFluxDefinitions';

/** Keeps the rows of one cluster equal to the cluster: discovers its Flux kinds and runs a reflector for each. */
export class ClusterWatcher {
  readonly #lease: Lease;
  readonly #connections: ConnectionStore;
  readonly #ingest: Ingest;
  readonly #writer: ResourceWriter;
  readonly #logger: LoggerService;
  readonly #clock: Clock;
  readonly #link: ClusterLink;
  readonly #reporter: ConnectionReporter;
  readonly #schedule: DiscoverySchedule;
  readonly #stopped = new AbortController();
  readonly #watched = new Map<FluxKind, KindWatcher>();
  readonly #round = new ListingRound();
  /** The next discovery begins every kind anew. */
  #anew = false;
  /** The last version that each kind was read in. */
  readonly #versions = new Map<FluxKind, string>();
  /** Where kinds are continued that were watched before this process started, or by another replica. */
  #reached = new Map<FluxKind, Reached>();
  #discoveryFailure: ConnectionObservation['discoveryFailure'];
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: {
    lease: Lease;
    connector: ClusterConnector;
    ingest: Ingest;
    writer: ResourceWriter;
    connections: ConnectionStore;
    contacts: Pick<ContactWriter, 'note'>;
    logger: LoggerService;
    clock: Clock;
    /** Called when the state of the cluster or of its kinds changed. */
    onChange: () => void;
    /** Called when another replica has the lease, or the cluster is not registered any more. */
    onGone: () => void;
  }) {
    const { lease, connector, clock } = options;
    this.#lease = lease;
    this.#connections = options.connections;
    this.#ingest = options.ingest;
    this.#writer = options.writer;
    this.#logger = options.logger;
    this.#clock = clock;
    this.#schedule = new DiscoverySchedule({
      clock,
      signal: this.#stopped.signal,
    });
    this.#link = new ClusterLink({
      connect: async connectOptions => {
        try {
          return await connector.connect(lease.clusterId, connectOptions);
        } catch (error) {
          if (error instanceof NotFoundError) options.onGone();
          throw error;
        }
      },
      clock,
      onChange: () => {
        this.#round.obstruct(this.#link.failure);
        this.#reporter.update();
      },
    });
    this.#reporter = new ConnectionReporter({
      lease,
      store: options.connections,
      contacts: options.contacts,
      clock,
      observe: () => ({
        failure: this.#link.failure,
        live: [...this.#watched.values()].some(w => w.live),
        discoveryFailure: this.#discoveryFailure,
      }),
      lastContact: () => this.#link.lastContact,
      onChange: options.onChange,
      onGone: options.onGone,
    });
  }

  start(): void {
    const { signal } = this.#stopped;
    this.#running = Promise.all([
      this.#discover(),
      keepInTouch({ link: this.#link, clock: this.#clock, signal }),
      watchFluxDefinitions({
        link: this.#link,
        clock: this.#clock,
        signal,
        onChange: () => this.#schedule.hint(),
      }),
    ]).catch(error => {
      this.#logger.error(
        `The watcher of cluster ${this.#lease.clusterId} ended`,
        error,
      );
    });
  }

  /** Lists every kind anew, though no watch says so. */
  resync(): void {
    this.#anew = true;
    this.#round.begin();
    this.#schedule.hint();
  }

  /** Ends when every kind was listed since the start or the last `resync`. Fails with KubernetesError. */
  async listed(signal: AbortSignal): Promise<void> {
    await this.#round
      .end(AbortSignal.any([signal, this.#stopped.signal]))
      .finally(() => this.#reporter.flush());
  }

  /** Ends all watches. Nothing is written afterwards. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all([
      this.#running,
      ...[...this.#watched.values()].map(kind => kind.stop()),
      this.#reporter.stop(),
    ]);
  }

  async #discover(): Promise<void> {
    const { signal } = this.#stopped;
    await this.#whenDatabaseIsWell(() => this.#recall());
    while (!signal.aborted) {
      try {
        const anew = this.#anew;
        this.#anew = false;
        if (anew) this.#reached.clear();
        const kinds = await discoverKinds({ call: this.#call, signal });
        await this.#apply(kinds, anew);
        this.#discoveryFailure = undefined;
        this.#round.obstruct(this.#link.failure);
        this.#reporter.setVersions(
          await readVersions({ call: this.#call, signal }),
        );
        // Unless another round was begun while this one ran.
        if (!this.#anew) this.#round.expect(this.#watched.keys());
      } catch (error) {
        if (signal.aborted) return;
        // When the cluster as a whole is the trouble, the link knows the reason and holds the next attempt back.
        if (this.#link.failure) continue;
        this.#reportDiscoveryFailure(error);
        await this.#schedule.rest('retry');
        continue;
      }
      await this.#schedule.rest('routine');
    }
  }

  /** Takes over what the database knows from before this process started. */
  async #recall(): Promise<void> {
    for (const known of await this.#connections.kinds(this.#lease.clusterId)) {
      const kind = findFluxKind(known.group, known.kind);
      if (!kind || !known.version || known.state === 'absent') continue;
      const { version, servedVersions } = known;
      this.#versions.set(kind, version);
      this.#reporter.setServed(kind, servedVersions);
      this.#reporter.setKind(kind, { state: 'pending', version });
    }
    const { clusterId } = this.#lease;
    this.#reached = await readReached(
      this.#connections,
      clusterId,
      this.#clock,
    );
    await this.#reporter.start();
  }

  #reportDiscoveryFailure(error: unknown): void {
    const known = error instanceof KubernetesError;
    if (!known) this.#logger.error('Discovery failed', error as Error);
    const reason =
      known && error.reason === 'forbidden' ? error.reason : 'unknown';
    const message = known ? error.message : 'The kinds could not be read';
    this.#discoveryFailure = { reason, message };
    this.#round.obstruct(this.#discoveryFailure);
    this.#reporter.update();
  }

  async #apply(kinds: DiscoveredKind[], anew: boolean): Promise<void> {
    for (const { kind, version, served } of kinds) {
      const watched = this.#watched.get(kind);
      this.#reporter.setServed(kind, served);
      if (version === undefined) {
        await this.#markAbsent(kind, watched);
      } else if (watched?.version !== version) {
        await watched?.stop();
        this.#watched.delete(kind);
        this.#reporter.setKind(kind, { state: 'pending', version });
      } else if (anew && watched) {
        await watched.stop();
        this.#watched.delete(kind);
      }
    }
    // The rows of the kinds come first: a stream writes into them how far it has come.
    await this.#whenDatabaseIsWell(() => this.#reporter.flush());
    for (const { kind, version } of kinds) {
      if (this.#stopped.signal.aborted) return;
      if (version !== undefined && !this.#watched.has(kind)) {
        this.#watched.set(kind, this.#startKind(kind, version));
      }
    }
  }

  #startKind(kind: FluxKind, version: string): KindWatcher {
    this.#versions.set(kind, version);
    this.#round.started(kind);
    const reached = this.#reached.get(kind);
    this.#reached.delete(kind);
    return new KindWatcher({
      ...this.#lease,
      kind,
      version,
      resumeAt:
        reached?.version === version ? reached.resourceVersion : undefined,
      link: this.#link,
      ingest: this.#ingest,
      writer: this.#writer,
      clock: this.#clock,
      logger: this.#logger,
      onState: state => {
        this.#reporter.setKind(kind, { ...state, version });
        this.#round.answered(kind);
      },
      onAbsent: () => this.#schedule.hint(),
    });
  }

  /**
   * Discovery does not name the kind any more. Its rows go only when its path says the same: discovery of a server that
   * is starting may be incomplete.
   */
  async #markAbsent(
    kind: FluxKind,
    watched: KindWatcher | undefined,
  ): Promise<void> {
    const version = this.#versions.get(kind);
    if (version === undefined) {
      this.#reporter.setKind(kind, { state: 'absent' });
      return;
    }
    const { signal } = this.#stopped;
    if (!(await isGone({ call: this.#call, kind, version, signal }))) return;
    await watched?.stop();
    this.#watched.delete(kind);
    this.#versions.delete(kind);
    this.#reporter.setKind(kind, { state: 'absent' });
    const key = { ...this.#lease, group: kind.group, kind: kind.kind };
    const none = [{ items: [], resourceVersion: '' }];
    await this.#writer.open(key).replace(none, signal);
  }

  async #whenDatabaseIsWell(work: () => Promise<void>): Promise<void> {
    const what = `write the state of cluster ${this.#lease.clusterId}`;
    await retryUntilDone({
      clock: this.#clock,
      signal: this.#stopped.signal,
      work,
      onFailure: () => this.#logger.warn(`Could not ${what}, will try again`),
    });
  }

  readonly #call = <T>(
    work: (client: KubernetesClient) => Promise<T>,
  ): Promise<T> => this.#link.call(this.#stopped.signal, work);
}
