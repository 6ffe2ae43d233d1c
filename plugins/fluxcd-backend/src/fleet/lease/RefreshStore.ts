import type { Knex } from 'knex';
import type { Lease } from './Lease';
import { retryConflicts } from './retryConflicts';

/** Somebody waits for a complete reading of a cluster. */
export interface AskedRefresh {
  clusterId: string;
  /** Counts the askers: whoever answers this one has answered all before. */
  number: number;
}

/** What came of the refreshes of a cluster. */
export interface AnsweredRefresh {
  /** The last one that was answered. */
  number: number;
  /** Why it failed, as its holder wrote it down. */
  failure?: string;
}

/** What replicas ask of the holder of a cluster: columns `refresh_…` of `cluster_leases`. */
export class RefreshStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /** Answers the number to wait for; `undefined` when there is no such cluster. */
  async ask(clusterId: string): Promise<number | undefined> {
    return retryConflicts(() =>
      this.#knex.transaction(async tx => {
        await tx('cluster_leases')
          .where({ cluster_id: clusterId })
          .update({ refresh_asked: tx.raw('refresh_asked + 1') });
        const row = await tx('cluster_leases')
          .where({ cluster_id: clusterId })
          .first('refresh_asked');
        return row && Number(row.refresh_asked);
      }),
    );
  }

  /** `undefined` when the cluster is gone. */
  async answered(clusterId: string): Promise<AnsweredRefresh | undefined> {
    const row = await this.#knex('cluster_leases')
      .where({ cluster_id: clusterId })
      .first('refresh_done', 'refresh_failure');
    return (
      row && {
        number: Number(row.refresh_done),
        failure: row.refresh_failure ?? undefined,
      }
    );
  }

  /** What this replica is to answer. */
  async asked(replicaId: string): Promise<AskedRefresh[]> {
    const rows: Array<{ cluster_id: string; refresh_asked: number | string }> =
      await this.#knex('cluster_leases')
        .where({ holder: replicaId })
        .whereRaw('refresh_asked > refresh_done')
        .select('cluster_id', 'refresh_asked');
    return rows.map(row => ({
      clusterId: row.cluster_id,
      number: Number(row.refresh_asked),
    }));
  }

  /** Says what came of it, unless the lease was lost: then the next holder answers. */
  async answer(
    lease: Lease,
    { number, failure }: AnsweredRefresh,
  ): Promise<void> {
    await retryConflicts(() =>
      this.#knex('cluster_leases')
        .where({ cluster_id: lease.clusterId, fence: lease.fence })
        .update({ refresh_done: number, refresh_failure: failure ?? null }),
    );
  }
}
