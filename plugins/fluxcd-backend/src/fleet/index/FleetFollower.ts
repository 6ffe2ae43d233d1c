import { setImmediate } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type { Knex } from 'knex';
import { DatabaseNotifications } from '../../database/DatabaseNotifications';
import { type Clock, systemClock } from '../../kubernetes/Clock';
import { pause } from '../../kubernetes/pause';
import { CHANGES_CHANNEL } from '../CHANGES_CHANNEL';
import type { CommittedChange } from '../CommittedChange';
import type { ClusterHealth } from '../toHealth';
import { ChangeQueue } from './ChangeQueue';
import { FleetIndex } from './FleetIndex';
import { KnownClusters } from './KnownClusters';
import { readChanges, readDeletions } from './readChanges';
import { type ClusterState, readClusterStates } from './readClusterStates';
import { Waiters } from './Waiters';

/** How often the database is asked what has changed. Milliseconds. */
const POLL_MS = 1_000;
/** How long a reader waits for it to be loaded, or for what this replica has just done. Milliseconds. */
const PATIENCE_MS = 3_000;
/** How long after a commit of another replica it is read. Milliseconds. */
const HEAR_MS = 100;
/** Clusters that are read together. */
const BATCH = 10;
/** Rows that are dropped at a time. */
const SLICE = 50;

/** What readers are answered from. */
export interface FleetView {
  index: FleetIndex;
  clusters: KnownClusters;
  /** By cluster id. */
  health: ReadonlyMap<string, ClusterHealth>;
}

/**
 * Keeps the index of this replica as the database is: loads it at the start, and then follows the change numbers of
 * the clusters. Each cluster has one writer, so its numbers come in the order of the commits. What is read are rows as
 * they are now, never what happened to them: nothing depends on a message that may be lost. While the database fails,
 * the index answers with what it has.
 */
export class FleetFollower {
  readonly #knex: Knex;
  readonly #logger: LoggerService;
  readonly #clock: Clock;
  #onRead: (clusterId: string) => void = () => {};
  readonly #notifications: DatabaseNotifications;
  readonly #index = new FleetIndex();
  readonly #queue = new ChangeQueue(this.#index);
  #clusters = new KnownClusters([]);
  #health: ReadonlyMap<string, ClusterHealth> = new Map();
  /** Change numbers that the index has, by cluster id. A cluster without one is not loaded yet. */
  readonly #reached = new Map<string, number>();
  /** The last change number of this replica that is being taken over, by cluster id. */
  readonly #coming = new Map<string, number>();
  /** What this replica committed of clusters that are just being read. */
  readonly #held = new Map<string, CommittedChange[]>();
  /** Clusters of which a commit of this replica was taken over since the last poll began. */
  readonly #ahead = new Set<string>();
  readonly #stopped = new AbortController();
  /** Ends the pause between two polls. */
  #alarm = new AbortController();
  #cancelAlarm: (() => void) | undefined;
  /** Counts how often this replica asked for a poll, and up to which of that the polls have come. */
  #asked = 0;
  #answered = 0;
  readonly #waiters: Waiters;
  #isLoaded = false;
  #isFailing = false;
  #running: Promise<void> | undefined;

  constructor(options: { knex: Knex; logger: LoggerService; clock?: Clock }) {
    const { knex, logger, clock = systemClock } = options;
    this.#knex = knex;
    this.#logger = logger;
    this.#clock = clock;
    this.#waiters = new Waiters(clock);
    this.#notifications = new DatabaseNotifications({ knex, logger });
    this.#notifications.on(CHANGES_CHANNEL, () => this.#hear());
  }

  /** Calls `listener` when the rows of a cluster are others, because another replica changed them. */
  onRead(listener: (clusterId: string) => void): void {
    this.#onRead = listener;
  }

  start(): void {
    this.#notifications.start();
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#cancelAlarm?.();
    this.#alarm.abort();
    this.#notifications.stop();
    await this.#running;
  }

  /** Asks for a poll at once, for this replica changed something; readers wait for it. */
  wake(): void {
    this.#asked += 1;
    this.#alarm.abort();
  }

  /**
   * What this replica has committed: it need not be read then. Resolves when readers see it, unless it is being read or
   * was missed, which the next poll makes good.
   */
  async apply(change: CommittedChange): Promise<void> {
    const { clusterId, changeNumber, upserted, deleted } = change;
    const held = this.#held.get(clusterId);
    if (held) {
      // What is being read may be older, and must not win.
      held.push(change);
      return;
    }
    const reached = this.#coming.get(clusterId) ?? this.#reached.get(clusterId);
    if (reached === undefined || changeNumber <= reached) return;
    if (changeNumber > reached + 1) {
      this.wake();
      return;
    }
    this.#coming.set(clusterId, changeNumber);
    try {
      await this.#queue.apply(upserted, deleted);
    } catch {
      // The number stays where it was, so the cluster is read from there.
      this.wake();
      return;
    } finally {
      if (this.#coming.get(clusterId) === changeNumber) {
        this.#coming.delete(clusterId);
      }
    }
    // Unless it was lost, or the cluster was read anew meanwhile. Only now: what is half there counts for nothing.
    if (this.#reached.get(clusterId) !== changeNumber - 1) return;
    this.#reached.set(clusterId, changeNumber);
    this.#ahead.add(clusterId);
  }

  /**
   * What readers are answered from, with all that this replica did before.
   *
   * @throws ServiceUnavailableError when it is not loaded within a few seconds
   */
  async view(): Promise<FleetView> {
    const asked = this.#asked;
    const isReady = () => this.#isLoaded && this.#answered >= asked;
    await this.#waiters.until(isReady, PATIENCE_MS);
    if (!this.#isLoaded) {
      const all = this.#clusters.byId.size;
      throw new ServiceUnavailableError(
        all
          ? `The fleet index is still being loaded (${
              this.#reached.size
            } of ${all} clusters); try again shortly`
          : 'The fleet index is still being loaded; try again shortly',
      );
    }
    return {
      index: this.#index,
      clusters: this.#clusters,
      health: this.#health,
    };
  }

  /** Brings the index to where the database is. Never fails: what went wrong is tried again the next time. */
  async poll(): Promise<void> {
    const asked = this.#asked;
    try {
      this.#ahead.clear();
      const states = await readClusterStates(this.#knex);
      this.#takeOver(states);
      const behind = states.filter(state => this.#isBehind(state));
      for (let start = 0; start < behind.length; start += BATCH) {
        await this.#catchUp(behind.slice(start, start + BATCH));
      }
      await this.#dropStrangers();
      this.#isLoaded = true;
      if (this.#isFailing) {
        this.#logger.info('The fleet index is current again');
      }
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing && !this.#stopped.signal.aborted) {
        const { code, name } = (error ?? {}) as {
          code?: string;
          name?: string;
        };
        this.#logger.warn(
          `The fleet index cannot follow the database (${
            code ?? name
          }); lists are answered with what it has, and it tries on`,
        );
      }
      this.#isFailing = true;
    }
    // Also after a failure: readers get what there is, not a wait each.
    this.#answered = asked;
    this.#waiters.look();
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const alarm = new AbortController();
      this.#alarm = alarm;
      await this.poll();
      if (this.#stopped.signal.aborted) return;
      await pause(this.#clock, POLL_MS, alarm.signal);
    }
  }

  /** Another replica may commit several times a second: it is enough to look once in a while. */
  #hear(): void {
    this.#cancelAlarm ??= this.#clock.after(HEAR_MS, () => {
      this.#cancelAlarm = undefined;
      this.#alarm.abort();
    });
  }

  #takeOver(states: readonly ClusterState[]): void {
    const isSame =
      states.length === this.#clusters.byId.size &&
      states.every(({ id, name, title, environment }) => {
        const known = this.#clusters.byId.get(id);
        return (
          known?.name === name &&
          known.title === title &&
          known.environment === environment
        );
      });
    if (!isSame) this.#clusters = new KnownClusters(states);
    this.#health = new Map(states.map(({ id, health }) => [id, health]));
    for (const id of this.#reached.keys()) {
      if (!this.#health.has(id)) this.#reached.delete(id);
    }
  }

  #isBehind({ id, changeNumber }: ClusterState): boolean {
    const reached = this.#reached.get(id);
    if (reached === undefined || reached < changeNumber) return true;
    // The database was restored from a backup: its numbers will be given out again, to other changes.
    if (reached > changeNumber && !this.#ahead.has(id)) {
      this.#reached.delete(id);
      return true;
    }
    return false;
  }

  async #catchUp(states: readonly ClusterState[]): Promise<void> {
    const positions = new Map(
      states.map(({ id, tombstonesFrom }) => {
        const reached = this.#reached.get(id) ?? -1;
        return [id, reached < tombstonesFrom ? -1 : reached];
      }),
    );
    const held = new Map<string, CommittedChange[]>();
    for (const { id } of states) held.set(id, []);
    for (const [id, changes] of held) this.#held.set(id, changes);
    try {
      // Before the rows: what was deleted and is there again must stay.
      const deletions = await readDeletions(this.#knex, positions);
      const seen = new Set<string>();
      for await (const rows of readChanges(this.#knex, positions)) {
        this.#stopped.signal.throwIfAborted();
        await this.#queue.apply(rows, []);
        for (const { id } of rows) seen.add(id);
      }
      await this.#queue.apply(
        [],
        deletions.filter(id => !seen.has(id)),
      );
      for (const [id, position] of positions) {
        if (position < 0) await this.#keepOnly(id, seen);
      }
      for (const { id, changeNumber } of states) {
        this.#reached.set(id, changeNumber);
        // At the start nobody has read anything yet.
        if (this.#isLoaded) this.#onRead(id);
      }
    } finally {
      for (const id of held.keys()) this.#held.delete(id);
    }
    await Promise.all([...held.values()].flat().map(one => this.apply(one)));
  }

  async #dropStrangers(): Promise<void> {
    for (const id of this.#index.clusterIds()) {
      if (!this.#clusters.byId.has(id)) await this.#keepOnly(id, new Set());
    }
  }

  async #keepOnly(clusterId: string, ids: ReadonlySet<string>): Promise<void> {
    while (!this.#index.keepOnly(clusterId, ids, SLICE)) await setImmediate();
  }
}
