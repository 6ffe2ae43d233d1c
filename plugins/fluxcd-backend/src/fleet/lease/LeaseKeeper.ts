import type { LoggerService } from '@backstage/backend-plugin-api';
import { nameOf } from '../../database/nameOf';
import type { Clock } from '../../kubernetes/Clock';
import { Repeater } from '../Repeater';
import { chooseHolder } from './chooseHolder';
import type { Lease } from './Lease';
import type { LeaseStore } from './LeaseStore';
import type { LeasePicture, StandingLease } from './readLeases';

/** How often a replica says that it is alive, and looks who else is: three times per life. Milliseconds. */
const TICK_MS = 5_000;
/** Shortest time between two looks of its own accord. Milliseconds. */
const MIN_TICK_MS = 250;

/** A lease of this replica. */
interface Held extends Lease {
  clusterName: string;
  /** `ending`: its work is being ended; `ended`: it is to be given back. */
  state: 'held' | 'ending' | 'ended';
}

/** What is done with the leases of this replica. */
export interface LeaseWork {
  /** The cluster is this replica's from now on. */
  onAcquired(lease: Lease): void;
  /** Another replica has it, or it is gone: nothing may be written any more. */
  onLost(lease: Lease): void;
  /** Another replica should have it: it is given back when this has ended. Must not fail. */
  end(lease: Lease): Promise<void>;
  /** Other replicas should look. Failures are the callee's. */
  tell(): void;
}

/**
 * Holds the leases of those clusters that are this replica's share. Nothing depends on its punctuality: while it cannot
 * reach the database, what it holds goes on, for its writes, which go to the same database, fail too or are fenced; if
 * nobody took over, they are made up for.
 */
export class LeaseKeeper {
  readonly #store: LeaseStore;
  readonly #replicaId: string;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #work: LeaseWork;
  readonly #held = new Map<string, Held>();
  readonly #ticks: Repeater;
  /** Time until the next replica dies unless it is heard of again. Milliseconds. */
  #nextDeath = Infinity;

  constructor(options: {
    store: LeaseStore;
    replicaId: string;
    clock: Clock;
    logger: LoggerService;
    work: LeaseWork;
  }) {
    const { clock, logger } = options;
    this.#store = options.store;
    this.#replicaId = options.replicaId;
    this.#clock = clock;
    this.#logger = logger;
    this.#work = options.work;
    this.#ticks = new Repeater({
      clock,
      delay: () => this.#delay(),
      work: () => this.#tick(),
      onError: error => this.#warn(error),
    });
  }

  /** Takes what is free of this replica's share, and begins to look again and again. */
  async start(): Promise<void> {
    try {
      await this.#store.begin();
      await this.look();
      // Those who hold what should be here now give it back.
      this.#work.tell();
    } catch (error) {
      this.#warn(error);
      this.#ticks.start();
    }
  }

  /** Looks now. Fails when the database does. */
  async look(): Promise<void> {
    return this.#ticks.now();
  }

  /** The lease of a cluster that is this replica's and stays so for now. */
  leaseOf(clusterId: string): Lease | undefined {
    const held = this.#held.get(clusterId);
    return held?.state === 'held' ? held : undefined;
  }

  /** A write was refused, or the cluster is gone. Should it still be this replica's, the next look takes it anew. */
  forget({ clusterId, fence }: Lease): void {
    if (this.#held.get(clusterId)?.fence === fence) {
      this.#held.delete(clusterId);
    }
  }

  /** Takes and gives nothing any more. What is held stays until `leave`. */
  async halt(): Promise<void> {
    await this.#ticks.stop();
  }

  /** Gives everything back; to be called when all work has ended. When the database is away, time does the same. */
  async leave(): Promise<void> {
    try {
      await this.#store.leave();
      this.#work.tell();
    } catch (error) {
      this.#logger.warn(
        `The leases could not be given back, and end by themselves: ${nameOf(
          error,
        )}`,
      );
    }
    this.#held.clear();
  }

  #warn(error: unknown): void {
    this.#logger.warn(`The leases could not be looked at: ${nameOf(error)}`);
  }

  #delay(): number {
    // Not all at once: replicas that were started together would look together for ever.
    const tick = TICK_MS * (0.8 + 0.4 * this.#clock.random());
    return Math.min(tick, Math.max(this.#nextDeath + 50, MIN_TICK_MS));
  }

  async #tick(): Promise<void> {
    await this.#store.heartbeat();
    await this.#giveBack();
    const picture = await this.#store.read();
    const alive = this.#alive(picture);
    this.#dropLost(picture.leases);
    const mine = picture.leases.filter(
      ({ clusterId }) => chooseHolder(clusterId, alive) === this.#replicaId,
    );
    this.#endSurplus(new Set(mine.map(({ clusterId }) => clusterId)));
    const free = mine.filter(({ holder }) => !holder || !alive.has(holder));
    const names = new Map(free.map(l => [l.clusterId, l.clusterName]));
    for (const lease of free.length ? await this.#store.claim(free) : []) {
      this.#take({ ...lease, clusterName: names.get(lease.clusterId)! });
    }
  }

  #alive({ replicas }: LeasePicture): ReadonlySet<string> {
    const alive = new Set([this.#replicaId]);
    this.#nextDeath = Infinity;
    for (const [id, remaining] of replicas) {
      if (id === this.#replicaId || remaining <= 0) continue;
      alive.add(id);
      this.#nextDeath = Math.min(this.#nextDeath, remaining);
    }
    return alive;
  }

  #dropLost(leases: readonly StandingLease[]): void {
    const standing = new Map(leases.map(lease => [lease.clusterId, lease]));
    for (const held of [...this.#held.values()]) {
      const lease = standing.get(held.clusterId);
      if (lease?.holder === this.#replicaId && lease.fence === held.fence) {
        continue;
      }
      this.#held.delete(held.clusterId);
      this.#log(held, lease ? 'was lost to another replica' : 'is gone');
      this.#work.onLost(held);
    }
    for (const lease of leases) {
      // Taken by a claim whose answer did not arrive, or forgotten and still there.
      if (
        lease.holder === this.#replicaId &&
        !this.#held.has(lease.clusterId)
      ) {
        this.#take(lease);
      }
    }
  }

  #endSurplus(mine: ReadonlySet<string>): void {
    const ends: Array<Promise<void>> = [];
    for (const held of this.#held.values()) {
      if (held.state !== 'held' || mine.has(held.clusterId)) continue;
      held.state = 'ending';
      ends.push(
        this.#work.end(held).then(() => {
          held.state = 'ended';
        }),
      );
    }
    if (!ends.length) return;
    // Not awaited: this replica must go on saying that it is alive meanwhile. A look that fails is made up for.
    Promise.all(ends)
      .then(() => this.look())
      .catch(() => {});
  }

  async #giveBack(): Promise<void> {
    const ended = [...this.#held.values()].filter(
      held => held.state === 'ended',
    );
    if (!ended.length) return;
    await this.#store.release(ended.map(held => held.clusterId));
    for (const held of ended) {
      this.forget(held);
      this.#log(held, 'was given back');
    }
    this.#work.tell();
  }

  #take({ clusterId, fence, clusterName }: Lease & { clusterName: string }) {
    const held: Held = { clusterId, fence, clusterName, state: 'held' };
    this.#held.set(clusterId, held);
    this.#log(held, 'is held');
    this.#work.onAcquired(held);
  }

  #log({ clusterName, fence }: Held, what: string): void {
    this.#logger.info(
      `Lease of cluster "${clusterName}" ${what}: replica ${
        this.#replicaId
      }, fence ${fence}`,
    );
  }
}
