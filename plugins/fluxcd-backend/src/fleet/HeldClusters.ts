import pLimit from 'p-limit';
import { nameOf } from '../database/nameOf';
import type { FleetOptions } from './FleetOptions';
import { HeldCluster, type HeldClusterOptions } from './HeldCluster';
import type { Lease } from './lease/Lease';

/** Clusters that are begun with at once. */
const BEGIN_AT_ONCE = 8;

interface Entry {
  cluster: HeldCluster;
  /** Settled when it was found out how the cluster is to be kept, and that was begun. */
  begun: Promise<void>;
  /** When the cluster was last changed, as far as that was seen to. */
  updatedAt?: string;
}

/** The clusters that this replica holds. */
export class HeldClusters {
  readonly #options: HeldClusterOptions;
  readonly #listClusters: FleetOptions['listClusters'];
  readonly #allSync: FleetOptions['allSync'];
  readonly #isCurrent: FleetOptions['isCurrent'];
  readonly #entries = new Map<string, Entry>();
  /** What began or ends, and has not settled. */
  readonly #pending = new Set<Promise<unknown>>();
  readonly #limit = pLimit(BEGIN_AT_ONCE);

  constructor(
    options: HeldClusterOptions &
      Pick<FleetOptions, 'listClusters' | 'allSync' | 'isCurrent'>,
  ) {
    this.#options = options;
    this.#listClusters = options.listClusters;
    this.#allSync = options.allSync;
    this.#isCurrent = options.isCurrent;
  }

  get(clusterId: string): HeldCluster | undefined {
    return this.#entries.get(clusterId)?.cluster;
  }

  /** Begins with a cluster, soon. What fails is made up for by the next look. */
  take(lease: Lease): void {
    const { clusterId } = lease;
    const cluster = new HeldCluster(lease, this.#options);
    const begun = this.#limit(() => cluster.apply());
    this.#entries.set(clusterId, { cluster, begun });
    this.#track(begun).catch(error => this.#warn(clusterId, error));
  }

  /** Keeps a cluster as its settings say now. Returns whether it is held at all. */
  async apply(clusterId: string): Promise<boolean> {
    const entry = this.#entries.get(clusterId);
    await entry?.cluster.apply();
    return entry !== undefined;
  }

  /** Ends when it was begun with the cluster. Returns whether it is held at all. Fails as that fails. */
  async begun(clusterId: string): Promise<boolean> {
    const entry = this.#entries.get(clusterId);
    await entry?.begun;
    return entry !== undefined;
  }

  /** Ends all work under this lease. */
  async end({ clusterId, fence }: Lease): Promise<void> {
    const cluster = this.get(clusterId);
    if (cluster?.lease.fence !== fence) return;
    this.#entries.delete(clusterId);
    await this.#track(cluster.end());
  }

  async endAll(): Promise<void> {
    for (const { cluster } of [...this.#entries.values()]) {
      void this.end(cluster.lease);
    }
    await this.settled();
  }

  /** Ends when all that was begun or ended before has settled. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#pending);
  }

  /** Sees to what other replicas changed: clusters that were stopped, started, set otherwise or given credentials there. */
  async look(): Promise<void> {
    if (!this.#entries.size) return;
    const syncOf = await this.#allSync();
    for (const { id, availability, updatedAt } of await this.#listClusters()) {
      const entry = this.#entries.get(id);
      if (!entry) continue;
      const { cluster } = entry;
      const { auto, resyncMinutes } = syncOf(id);
      const stopped = availability?.state === 'stopped';
      const isSame =
        cluster.isKept({ auto, resyncMinutes, stopped }) &&
        // Perhaps only its title was changed.
        (updatedAt === entry.updatedAt ||
          !cluster.watched ||
          // Not reached yet: it was only just begun with, as it is now.
          ((await this.#isCurrent(id)) ?? entry.updatedAt === undefined));
      entry.updatedAt = updatedAt;
      if (isSame) continue;
      await this.#track(cluster.apply()).catch(error => this.#warn(id, error));
    }
  }

  #warn(clusterId: string, error: unknown): void {
    this.#options.logger.warn(
      `What is set for cluster ${clusterId} could not be done: ${nameOf(
        error,
      )}`,
    );
  }

  #track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#pending.delete(tracked));
    this.#pending.add(tracked);
    return tracked;
  }
}
