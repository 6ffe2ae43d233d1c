import { NotFoundError } from '@backstage/errors';
import type { Clock } from '../../kubernetes/Clock';
import { KubernetesError } from '../../kubernetes/KubernetesError';
import { pause } from '../../kubernetes/pause';
import type { Lease } from './Lease';
import { readFailure, writeFailure } from './refreshFailure';
import type { AskedRefresh, RefreshStore } from './RefreshStore';

/** How often whoever asked looks for the answer. Milliseconds. */
const POLL_MS = 500;

/** Where replicas ask the holder of a cluster to read it, and where a holder finds what it was asked. */
export class RefreshDesk {
  readonly #store: RefreshStore;
  readonly #replicaId: string;
  readonly #clock: Clock;
  readonly #leaseOf: (clusterId: string) => Lease | undefined;
  readonly #read: (clusterId: string) => Promise<void>;
  readonly #onError: (error: Error) => void;
  /** Clusters that are being read because they were asked for. */
  readonly #reading = new Map<string, Promise<void>>();

  constructor(options: {
    store: RefreshStore;
    replicaId: string;
    clock: Clock;
    /** Of the clusters that this replica holds. */
    leaseOf: (clusterId: string) => Lease | undefined;
    /** Reads a cluster that this replica holds completely. Fails as `ask` does there. */
    read: (clusterId: string) => Promise<void>;
    /** Called when an answer could not be written down. */
    onError: (error: Error) => void;
  }) {
    this.#store = options.store;
    this.#replicaId = options.replicaId;
    this.#clock = options.clock;
    this.#leaseOf = options.leaseOf;
    this.#read = options.read;
    this.#onError = options.onError;
  }

  /**
   * Ends when the holder of the cluster, whoever that is by then, has read it completely. Fails with what the holder
   * failed with, with NotFoundError when the cluster is gone, with KubernetesError (`timeout`) when `signal` comes first.
   */
  async ask(
    clusterId: string,
    options: { signal: AbortSignal; onAsked: () => void },
  ): Promise<void> {
    const { signal } = options;
    const number = await this.#store.ask(clusterId);
    if (number === undefined) throw gone();
    options.onAsked();
    while (!signal.aborted) {
      const answer = await this.#store.answered(clusterId);
      if (!answer) throw gone();
      if (answer.number >= number) {
        if (answer.failure) throw readFailure(answer.failure);
        return;
      }
      await pause(this.#clock, POLL_MS, signal);
    }
    throw new KubernetesError('The cluster was not read to the end in time.', {
      reason: 'timeout',
    });
  }

  /** Begins to read what this replica was asked for. */
  async look(): Promise<void> {
    for (const asked of await this.#store.asked(this.#replicaId)) {
      const lease = this.#leaseOf(asked.clusterId);
      if (!lease || this.#reading.has(asked.clusterId)) continue;
      const reading = this.#answer(lease, asked)
        .catch(this.#onError)
        .finally(() => this.#reading.delete(asked.clusterId));
      this.#reading.set(asked.clusterId, reading);
    }
  }

  /** Ends when all that was begun has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#reading.values());
  }

  async #answer(
    lease: Lease,
    { clusterId, number }: AskedRefresh,
  ): Promise<void> {
    let failure: string | undefined;
    try {
      await this.#read(clusterId);
    } catch (error) {
      failure = writeFailure(error);
    }
    // Broken off because the cluster went to another replica, which is asked the same: let it answer.
    if (this.#leaseOf(clusterId)?.fence !== lease.fence) return;
    await this.#store.answer(lease, { number, failure });
  }
}

function gone(): NotFoundError {
  return new NotFoundError('The cluster does not exist');
}
