import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { ClusterConnector } from '../clusters/ClusterConnector';
import type { Clock } from '../kubernetes/Clock';
import { ClusterWatcher } from './ClusterWatcher';
import type { ClusterHealth, ConnectionStore } from './ConnectionStore';
import type { ContactWriter } from './ContactWriter';
import type { FleetOptions, Stop, Sync } from './FleetOptions';
import type { Ingest } from './ingest/Ingest';
import type { Lease } from './lease/Lease';
import { pausedConnection } from './pausedConnection';
import type { ResourceWriter } from './ResourceWriter';

/** A refresh that takes longer is given up. Milliseconds. */
export const REFRESH_MS = 60_000;

interface Watched {
  watcher: ClusterWatcher;
  cancelResync: () => void;
}

/** What all clusters that this replica holds have in common. */
export interface HeldClusterOptions {
  connector: ClusterConnector;
  syncOf: FleetOptions['syncOf'];
  stopOf: FleetOptions['stopOf'];
  ingest: Ingest;
  writer: ResourceWriter;
  connections: ConnectionStore;
  contacts: ContactWriter;
  logger: LoggerService;
  clock: Clock;
  /** Called when the state of the cluster or of its kinds changed. */
  onChange: () => void;
  /** Called when the database refused a write, or the cluster is not registered any more. */
  onGone: (cluster: HeldCluster) => void;
}

/** A cluster whose lease this replica has: watched, paused or left alone, as its settings say. */
export class HeldCluster {
  readonly lease: Lease;
  readonly #options: HeldClusterOptions;
  readonly #ended = new AbortController();
  /** How it is kept; undefined until that was found out for the first time. */
  #kept: (Sync & { stopped: boolean }) | undefined;
  #watched: Watched | undefined;
  /** The last piece of work: the next one waits for it. */
  #turn: Promise<void> = Promise.resolve();
  /** Pieces of work that have not ended. */
  #working = 0;
  /** Under way: whoever asks meanwhile gets the same one. */
  #refreshing: Promise<void> | undefined;

  constructor(lease: Lease, options: HeldClusterOptions) {
    this.lease = lease;
    this.#options = options;
  }

  get watched(): boolean {
    return this.#watched !== undefined;
  }

  /** Whether it is kept in this way, or somebody is at work on that. */
  isKept(wanted: Sync & { stopped: boolean }): boolean {
    const kept = this.#kept;
    return (
      this.#working > 0 ||
      (kept?.auto === wanted.auto &&
        kept.resyncMinutes === wanted.resyncMinutes &&
        kept.stopped === wanted.stopped)
    );
  }

  /** Watches or pauses the cluster as its settings say now; anew, where it is watched already. */
  async apply(): Promise<void> {
    const { clusterId } = this.lease;
    const { connections, logger } = this.#options;
    let paused = false;
    await this.#inTurn(async () => {
      // Read in turn: of two changes at once, the last one must win.
      const { auto, resyncMinutes } = await this.#options.syncOf(clusterId);
      const stop = await this.#options.stopOf(clusterId);
      this.#kept = { auto, resyncMinutes, stopped: stop !== undefined };
      const { watched } = this;
      await this.#unwatch();
      if (stop) await this.#rest(stop);
      else if (auto) {
        const after = this.#watch(resyncMinutes);
        // How it is reached has changed: perhaps it is another cluster, or other objects may be seen.
        if (watched) after?.watcher.resync();
      } else await this.#pause();
      paused = !auto && !stop;
    });
    if (!paused || this.#ended.signal.aborted) return;
    // Nobody would see anything of a cluster that was never read.
    const health = await connections.get(clusterId);
    if (health && !health.connection.lastContactAt) {
      this.refresh().catch(error =>
        logger.warn(
          `Cluster ${clusterId} could not be read: ${(error as Error).message}`,
        ),
      );
    }
  }

  /**
   * Reads the cluster completely, now, and ends when that is done. Fails with KubernetesError when the cluster as a
   * whole cannot be read, with ConflictError when it is stopped.
   */
  async refresh(): Promise<void> {
    this.#refreshing ??= this.#inTurn(() => this.#refresh()).finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** Ends all work. Nothing is written afterwards, and nothing is begun. */
  async end(): Promise<void> {
    this.#ended.abort();
    await this.#inTurn(() => this.#unwatch());
  }

  async #refresh(): Promise<void> {
    const stop = await this.#options.stopOf(this.lease.clusterId);
    if (stop)
      throw new ConflictError(`The cluster is stopped: ${stop.message}`);
    const signal = AbortSignal.any([
      AbortSignal.timeout(REFRESH_MS),
      this.#ended.signal,
    ]);
    if (this.#watched) {
      const { watcher } = this.#watched;
      watcher.resync();
      await watcher.listed(signal);
      return;
    }
    const once = this.#watch(0);
    if (!once) return;
    once.watcher.resync();
    let failure: unknown;
    try {
      await once.watcher.listed(signal);
    } catch (error) {
      failure = error;
    }
    await this.#unwatch();
    await this.#pause(failure);
    if (failure) throw failure;
  }

  #watch(resyncMinutes: number): Watched | undefined {
    if (this.#ended.signal.aborted) return undefined;
    const { clock } = this.#options;
    const watcher = new ClusterWatcher({
      ...this.#options,
      lease: this.lease,
      onGone: () => this.#options.onGone(this),
    });
    const watched: Watched = { watcher, cancelResync: () => {} };
    const arm = () => {
      watched.cancelResync = clock.after(resyncMinutes * 60_000, () => {
        watcher.resync();
        arm();
      });
    };
    if (resyncMinutes > 0) arm();
    this.#watched = watched;
    watcher.start();
    return watched;
  }

  async #unwatch(): Promise<void> {
    const watched = this.#watched;
    this.#watched = undefined;
    watched?.cancelResync();
    await watched?.watcher.stop();
  }

  /** Writes down that nobody watches, and what was the trouble when somebody last looked. */
  async #pause(failure?: unknown): Promise<void> {
    const health = await this.#options.connections.get(this.lease.clusterId);
    if (!health) return;
    const at = new Date(this.#options.clock.now()).toISOString();
    const connection = pausedConnection(health.connection, { failure, at });
    await this.#settle({ ...health, connection });
  }

  /** Writes down that the cluster is stopped; the rows stay as they were last seen. */
  async #rest(stop: Stop): Promise<void> {
    const health = await this.#options.connections.get(this.lease.clusterId);
    if (!health) return;
    const { message, since } = stop;
    const { lastContactAt } = health.connection;
    const state = 'stopped' as const;
    const connection = { state, message, since, lastContactAt };
    await this.#settle({ ...health, connection });
  }

  /** Writes down the state of a cluster that nobody watches. */
  async #settle(health: ClusterHealth): Promise<void> {
    if (this.#ended.signal.aborted) return;
    const { clock, connections, onChange, onGone } = this.#options;
    const at = new Date(clock.now()).toISOString();
    if (await connections.save(this.lease, health, at)) onChange();
    else onGone(this);
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    this.#working += 1;
    const turn = this.#turn.then(work).finally(() => {
      this.#working -= 1;
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }
}
