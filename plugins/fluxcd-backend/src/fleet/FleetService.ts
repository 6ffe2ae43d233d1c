import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { FluxcdSignal } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { DatabaseNotifications } from '../database/DatabaseNotifications';
import { nameOf } from '../database/nameOf';
import { systemClock } from '../kubernetes/Clock';
import { ConnectionStore } from './ConnectionStore';
import { ContactWriter } from './ContactWriter';
import type { FleetOptions } from './FleetOptions';
import { REFRESH_MS } from './HeldCluster';
import { HeldClusters } from './HeldClusters';
import { InlineIngest } from './ingest/InlineIngest';
import type { Lease } from './lease/Lease';
import { LeaseKeeper } from './lease/LeaseKeeper';
import { LeaseStore } from './lease/LeaseStore';
import { RefreshDesk } from './lease/RefreshDesk';
import { RefreshStore } from './lease/RefreshStore';
import { Repeater } from './Repeater';
import { ResourceWriter } from './ResourceWriter';
import { SignalThrottle } from './SignalThrottle';

/** Where replicas tell each other to look at leases, clusters and what is asked of them. The payload is who tells. */
const CHANNEL = 'fluxcd_leases';
/** How often it is looked what other replicas changed: no later than a quiet cluster is asked something. Milliseconds. */
const LOOK_MS = 15_000;
/** How often a holder looks whether it was asked for a refresh: a person waits. Milliseconds. */
const ASKED_MS = 1_000;

/**
 * Keeps the read model fresh: one watcher for each cluster that this replica holds the lease of, one writer for all.
 * Other clusters are left to other replicas.
 */
export class FleetService {
  readonly #logger: LoggerService;
  readonly #replicaId: string = randomUUID();
  readonly #contacts: ContactWriter;
  readonly #writer: ResourceWriter;
  readonly #throttle: SignalThrottle;
  readonly #clusters: HeldClusters;
  readonly #keeper: LeaseKeeper;
  readonly #desk: RefreshDesk;
  readonly #notifications: DatabaseNotifications;
  readonly #looks: Repeater;
  readonly #asked: Repeater;
  /** Refreshes that another replica was asked for: whoever asks meanwhile gets the same one. */
  readonly #asking = new Map<string, Promise<void>>();
  readonly #listeners = new Set<(change: FluxcdSignal) => void>();
  readonly #stopped = new AbortController();

  static create(options: FleetOptions): FleetService {
    return new FleetService(options);
  }

  private constructor(options: FleetOptions) {
    const { knex, logger, clock = systemClock } = options;
    const replicaId = this.#replicaId;
    const connections = new ConnectionStore({ knex });
    this.#logger = logger;
    this.#contacts = new ContactWriter({ store: connections, clock });
    this.#throttle = new SignalThrottle({
      signals: options.signals,
      clock,
      onError: () => logger.warn('A signal could not be published'),
    });
    this.#writer = new ResourceWriter({
      knex,
      logger,
      clock,
      onChange: change => {
        const isThere = options.onCommit?.(change) ?? Promise.resolve();
        void isThere.then(() => this.announce(change.clusterId));
      },
      onLeaseLost: (clusterId, fence) => {
        logger.warn(
          `A write to cluster ${clusterId} was refused: the lease with fence ${fence} is over`,
        );
        this.#drop({ clusterId, fence });
      },
    });
    this.#clusters = new HeldClusters({
      ...options,
      clock,
      ingest: options.ingest ?? new InlineIngest({ clock }),
      writer: this.#writer,
      connections,
      contacts: this.#contacts,
      onChange: () => this.describe(),
      onGone: ({ lease }) => this.#drop(lease),
    });
    this.#keeper = new LeaseKeeper({
      store: new LeaseStore({ knex, replicaId }),
      replicaId,
      clock,
      logger,
      work: {
        onAcquired: lease => this.#clusters.take(lease),
        onLost: lease => void this.#clusters.end(lease),
        end: lease => this.#clusters.end(lease),
        tell: () => this.#tellReplicas(),
      },
    });
    this.#desk = new RefreshDesk({
      store: new RefreshStore({ knex }),
      replicaId,
      clock,
      leaseOf: clusterId => this.#keeper.leaseOf(clusterId),
      read: async clusterId => this.#clusters.get(clusterId)?.refresh(),
      onError: this.#warn('The answer to a refresh could not be written down'),
    });
    this.#looks = new Repeater({
      clock,
      delay: () => LOOK_MS,
      work: () => this.#clusters.look(),
      onError: this.#warn('The clusters could not be looked through'),
    });
    this.#asked = new Repeater({
      clock,
      delay: () => ASKED_MS,
      work: () => this.#desk.look(),
      onError: this.#warn('It could not be looked what was asked'),
    });
    this.#notifications = new DatabaseNotifications({ knex, logger });
    this.#notifications.on(CHANNEL, from => {
      if (from !== replicaId) this.#lookAtAll();
    });
  }

  /** Starts to keep every cluster of this replica's share as its settings say. */
  async start(): Promise<void> {
    this.#notifications.start();
    await this.#keeper.start();
    await this.#clusters.settled();
    this.#contacts.start();
    this.#looks.start();
    this.#asked.start();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#notifications.stop();
    await Promise.all([
      this.#keeper.halt(),
      this.#looks.stop(),
      this.#asked.stop(),
    ]);
    await this.#clusters.endAll();
    await this.#desk.settled();
    await this.#writer.stop();
    await this.#contacts.stop();
    await this.#keeper.leave();
    this.#throttle.stop();
  }

  /** Watches or pauses a cluster as its settings say now; anew, where it is watched already. On any replica. */
  async apply(clusterId: string): Promise<void> {
    if (this.#stopped.signal.aborted) return;
    if (await this.#clusters.apply(clusterId)) return;
    // It may be new, and this replica's share.
    await this.#keeper.look();
    if (!(await this.#clusters.begun(clusterId))) this.#tellReplicas();
  }

  /** Ends all work on a cluster; its rows go with its registration. On any replica. */
  async remove(clusterId: string): Promise<void> {
    const cluster = this.#clusters.get(clusterId);
    if (!cluster) {
      this.#tellReplicas();
      return;
    }
    this.#keeper.forget(cluster.lease);
    await this.#clusters.end(cluster.lease);
  }

  /**
   * Reads a cluster completely, now, and ends when that is done, by whichever replica holds it. Fails with KubernetesError
   * when the cluster as a whole cannot be read, with ConflictError when it is stopped, with NotFoundError when it is gone.
   */
  async refresh(clusterId: string): Promise<void> {
    if (this.#stopped.signal.aborted) return;
    if (!this.#clusters.get(clusterId)) await this.#keeper.look();
    const cluster = this.#clusters.get(clusterId);
    if (cluster) {
      try {
        await cluster.refresh();
        return;
      } catch (error) {
        const isHeld = this.#clusters.get(clusterId) === cluster;
        if (isHeld || this.#stopped.signal.aborted) throw error;
        // It went to another replica meanwhile.
      }
    }
    let asking = this.#asking.get(clusterId);
    if (!asking) {
      asking = this.#ask(clusterId).finally(() =>
        this.#asking.delete(clusterId),
      );
      this.#asking.set(clusterId, asking);
    }
    await asking;
  }

  /** To be called when only the words about a cluster changed: whoever shows them reads again. */
  describe(): void {
    this.#throttle.clustersChanged();
    this.#tell({ type: 'clusters-changed' });
  }

  /** To be called when rows of a cluster have changed and can be read here, whichever replica wrote them. */
  announce(clusterId: string): void {
    this.#throttle.resourcesChanged(clusterId);
    this.#tell({ type: 'resources-changed', clusterIds: [clusterId] });
  }

  /** Tells of every committed change, unthrottled; the function that it returns ends that. */
  onChange(listener: (change: FluxcdSignal) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #ask(clusterId: string): Promise<void> {
    const signal = AbortSignal.any([
      AbortSignal.timeout(REFRESH_MS),
      this.#stopped.signal,
    ]);
    const onAsked = () => this.#tellReplicas();
    await this.#desk.ask(clusterId, { signal, onAsked });
  }

  /** The database refuses what is written under this lease, or there is no such cluster any more. */
  #drop(lease: Lease): void {
    this.#keeper.forget(lease);
    this.#clusters
      .end(lease)
      .catch(error =>
        this.#logger.error('Could not stop to watch a cluster', error),
      );
  }

  #lookAtAll(): void {
    const onError = this.#warn('What another replica told of was not seen');
    for (const look of [
      this.#keeper.look(),
      this.#looks.now(),
      this.#asked.now(),
    ]) {
      look.catch(onError);
    }
  }

  /** Makes haste where the database offers it; elsewhere they look by themselves, a little later. */
  #tellReplicas(): void {
    this.#notifications
      .notify(CHANNEL, this.#replicaId)
      .catch(this.#warn('Other replicas could not be told'));
  }

  #tell(change: FluxcdSignal): void {
    for (const listener of this.#listeners) listener(change);
  }

  #warn(what: string): (error: Error) => void {
    return error => this.#logger.warn(`${what}: ${nameOf(error)}`);
  }
}
