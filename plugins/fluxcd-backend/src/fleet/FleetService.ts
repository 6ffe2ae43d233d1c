import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { FluxcdSignal } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ClusterConnector } from '../clusters/ClusterConnector';
import { type Clock, systemClock } from '../kubernetes/Clock';
import { ClusterWatcher } from './ClusterWatcher';
import { type ClusterHealth, ConnectionStore } from './ConnectionStore';
import type { FleetOptions, Stop, Sync } from './FleetOptions';
import type { Ingest } from './ingest/Ingest';
import { InlineIngest } from './ingest/InlineIngest';
import { pausedConnection } from './pausedConnection';
import { ReplicaWatch } from './ReplicaWatch';
import { ResourceWriter } from './ResourceWriter';
import { SignalThrottle } from './SignalThrottle';

/** A refresh that takes longer is given up. Milliseconds. */
const REFRESH_MS = 60_000;

interface Watched {
  watcher: ClusterWatcher;
  cancelResync: () => void;
}

/** Keeps the read model fresh: one watcher per cluster with auto-sync, one writer for all. */
export class FleetService {
  readonly #connector: ClusterConnector;
  readonly #listClusters: FleetOptions['listClusters'];
  readonly #syncOf: FleetOptions['syncOf'];
  readonly #allSync: FleetOptions['allSync'];
  readonly #stopOf: FleetOptions['stopOf'];
  readonly #logger: LoggerService;
  readonly #clock: Clock;
  readonly #ingest: Ingest;
  readonly #connections: ConnectionStore;
  readonly #writer: ResourceWriter;
  readonly #throttle: SignalThrottle;
  readonly #watchers = new Map<string, Watched>();
  /** Clusters that were seen to, and how they are kept; undefined while that is found out for the first time. */
  readonly #known = new Map<
    string,
    (Sync & { stopped: boolean }) | undefined
  >();
  /** The last piece of work on a cluster's watcher, by cluster: the next one waits for it. */
  readonly #turns = new Map<string, Promise<void>>();
  /** Refreshes under way: whoever asks meanwhile gets the same one. */
  readonly #refreshes = new Map<string, Promise<void>>();
  readonly #listeners = new Set<(change: FluxcdSignal) => void>();
  readonly #others: ReplicaWatch;
  readonly #stopped = new AbortController();

  static create(options: FleetOptions): FleetService {
    return new FleetService(options);
  }

  private constructor(options: FleetOptions) {
    const { knex, logger, clock = systemClock } = options;
    this.#connector = options.connector;
    this.#listClusters = options.listClusters;
    this.#syncOf = options.syncOf;
    this.#allSync = options.allSync;
    this.#stopOf = options.stopOf;
    this.#logger = logger;
    this.#clock = clock;
    this.#ingest = options.ingest ?? new InlineIngest({ clock });
    this.#connections = new ConnectionStore({ knex });
    this.#throttle = new SignalThrottle({
      signals: options.signals,
      clock,
      onError: () => logger.warn('A signal could not be published'),
    });
    this.#others = new ReplicaWatch({
      clock,
      look: () => this.#look(),
      onError: ({ message }) =>
        logger.warn(`The clusters could not be looked through: ${message}`),
    });
    this.#writer = new ResourceWriter({
      knex,
      logger,
      clock,
      onChange: ({ clusterId }) => {
        this.#throttle.resourcesChanged(clusterId);
        this.#tell({ type: 'resources-changed', clusterIds: [clusterId] });
      },
      onLeaseLost: clusterId => {
        logger.warn(`Another replica watches cluster ${clusterId} now`);
        this.#inTurn(clusterId, () => this.#unwatch(clusterId)).catch(error =>
          logger.error('Could not stop to watch a cluster', error),
        );
      },
    });
  }

  /** Starts to keep every registered cluster as its settings say. */
  async start(): Promise<void> {
    for (const { id } of await this.#listClusters()) {
      // A source may have told of it before.
      if (!this.#known.has(id)) await this.apply(id);
    }
    this.#others.start();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#others.stop();
    await Promise.all([...this.#watchers.keys()].map(id => this.remove(id)));
    await Promise.all(this.#turns.values());
    await this.#writer.stop();
    this.#throttle.stop();
  }

  /** Watches or pauses a cluster as its settings say now; anew, where it is watched already. */
  async apply(clusterId: string): Promise<void> {
    let paused = false;
    this.#known.set(clusterId, this.#known.get(clusterId));
    await this.#inTurn(clusterId, async () => {
      // Read in turn: of two changes at once, the last one must win.
      const { auto, resyncMinutes } = await this.#syncOf(clusterId);
      const stop = await this.#stopOf(clusterId);
      this.#known.set(clusterId, {
        auto,
        resyncMinutes,
        stopped: stop !== undefined,
      });
      const before = this.#watchers.get(clusterId);
      await this.#unwatch(clusterId);
      if (stop) await this.#rest(clusterId, stop);
      else if (auto) {
        const after = this.#watch(clusterId, resyncMinutes);
        // How it is reached has changed: perhaps it is another cluster, or other objects may be seen.
        if (before) after?.watcher.resync();
      } else await this.#pause(clusterId);
      paused = !auto && !stop;
    });
    if (!paused || this.#stopped.signal.aborted) return;
    // Nobody would see anything of a cluster that was never read.
    const health = await this.#connections.get(clusterId);
    if (health && !health.connection.lastContactAt) {
      this.refresh(clusterId).catch(error =>
        this.#logger.warn(
          `Cluster ${clusterId} could not be read: ${(error as Error).message}`,
        ),
      );
    }
  }

  /** Ends all work on a cluster; its rows go with its registration. */
  async remove(clusterId: string): Promise<void> {
    this.#known.delete(clusterId);
    await this.#inTurn(clusterId, () => this.#unwatch(clusterId));
  }

  /**
   * Reads a cluster completely, now, and ends when that is done. Fails with KubernetesError when the cluster as a
   * whole cannot be read, with ConflictError when it is stopped.
   */
  async refresh(clusterId: string): Promise<void> {
    const running = this.#refreshes.get(clusterId);
    if (running) return running;
    const refresh = this.#inTurn(clusterId, () =>
      this.#refresh(clusterId),
    ).finally(() => this.#refreshes.delete(clusterId));
    this.#refreshes.set(clusterId, refresh);
    return refresh;
  }

  /** To be called when only the words about a cluster changed: whoever shows them reads again. */
  describe(): void {
    this.#throttle.clustersChanged();
    this.#tell({ type: 'clusters-changed' });
  }

  /** Tells of every committed change, unthrottled; the function that it returns ends that. */
  onChange(listener: (change: FluxcdSignal) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #refresh(clusterId: string): Promise<void> {
    const stop = await this.#stopOf(clusterId);
    if (stop)
      throw new ConflictError(`The cluster is stopped: ${stop.message}`);
    const signal = AbortSignal.any([
      AbortSignal.timeout(REFRESH_MS),
      this.#stopped.signal,
    ]);
    const watched = this.#watchers.get(clusterId);
    if (watched) {
      watched.watcher.resync();
      await watched.watcher.listed(signal);
      return;
    }
    const once = this.#watch(clusterId, 0);
    if (!once) return;
    once.watcher.resync();
    let failure: unknown;
    try {
      await once.watcher.listed(signal);
    } catch (error) {
      failure = error;
    }
    await this.#unwatch(clusterId);
    await this.#pause(clusterId, failure);
    if (failure) throw failure;
  }

  #watch(clusterId: string, resyncMinutes: number): Watched | undefined {
    if (this.#stopped.signal.aborted) return undefined;
    const watcher = new ClusterWatcher({
      clusterId,
      fence: 0,
      connector: this.#connector,
      ingest: this.#ingest,
      writer: this.#writer,
      connections: this.#connections,
      logger: this.#logger,
      clock: this.#clock,
      onChange: () => this.describe(),
      onGone: () => {
        this.remove(clusterId).catch(error =>
          this.#logger.error('Could not stop to watch a cluster', error),
        );
      },
    });
    const watched: Watched = { watcher, cancelResync: () => {} };
    const arm = () => {
      watched.cancelResync = this.#clock.after(resyncMinutes * 60_000, () => {
        watcher.resync();
        arm();
      });
    };
    if (resyncMinutes > 0) arm();
    this.#watchers.set(clusterId, watched);
    watcher.start();
    return watched;
  }

  async #unwatch(clusterId: string): Promise<void> {
    const watched = this.#watchers.get(clusterId);
    this.#watchers.delete(clusterId);
    watched?.cancelResync();
    await watched?.watcher.stop();
  }

  /** Writes down that nobody watches, and what was the trouble when somebody last looked. */
  async #pause(clusterId: string, failure?: unknown): Promise<void> {
    const health = await this.#connections.get(clusterId);
    if (!health) return;
    const at = new Date(this.#clock.now()).toISOString();
    const connection = pausedConnection(health.connection, { failure, at });
    await this.#settle(clusterId, { ...health, connection });
  }

  /** Writes down that the cluster is stopped; the rows stay as they were last seen. */
  async #rest(clusterId: string, stop: Stop): Promise<void> {
    const health = await this.#connections.get(clusterId);
    if (!health) return;
    const { message, since } = stop;
    const { lastContactAt } = health.connection;
    const state = 'stopped' as const;
    const connection = { state, message, since, lastContactAt };
    await this.#settle(clusterId, { ...health, connection });
  }

  /** Writes down the state of a cluster that nobody watches. */
  async #settle(clusterId: string, health: ClusterHealth): Promise<void> {
    const at = new Date(this.#clock.now()).toISOString();
    await this.#connections.save(clusterId, health);
    await this.#connections.timeline.record(clusterId, health.connection, at);
    this.describe();
  }

  /** Sees to what other replicas did: clusters that were added, stopped, started or set otherwise there. */
  async #look(): Promise<void> {
    const syncOf = await this.#allSync();
    for (const { id, availability } of await this.#listClusters()) {
      const known = this.#known.get(id);
      // It is being seen to right now.
      if (this.#known.has(id) && !known) continue;
      const { auto, resyncMinutes } = syncOf(id);
      if (
        known?.auto !== auto ||
        known.resyncMinutes !== resyncMinutes ||
        known.stopped !== (availability?.state === 'stopped')
      ) {
        await this.apply(id);
      }
    }
  }

  async #inTurn(clusterId: string, work: () => Promise<void>): Promise<void> {
    const before = this.#turns.get(clusterId) ?? Promise.resolve();
    const turn = before.then(work);
    const settled = turn.catch(() => {});
    this.#turns.set(clusterId, settled);
    await turn.finally(() => {
      if (this.#turns.get(clusterId) === settled) this.#turns.delete(clusterId);
    });
  }

  #tell(change: FluxcdSignal): void {
    for (const listener of this.#listeners) listener(change);
  }
}
