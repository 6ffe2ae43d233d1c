import type { Knex } from 'knex';
import { claimLeases } from './claimLeases';
import { databaseTime } from './databaseTime';
import type { Lease } from './Lease';
import { type LeasePicture, readLeases } from './readLeases';
import { retryConflicts } from './retryConflicts';

/** A replica that was not heard of for this long is dead, and its leases are free. Milliseconds. */
export const TTL_MS = 15_000;
/** Dead replicas that nobody needs to see any more. Milliseconds since they died. */
const FORGOTTEN_MS = 3_600_000;

/** The leases as one replica sees them: tables `replicas` and `cluster_leases`. All times are the database's. */
export class LeaseStore {
  readonly #knex: Knex;
  readonly #replicaId: string;

  constructor(options: { knex: Knex; replicaId: string }) {
    this.#knex = options.knex;
    this.#replicaId = options.replicaId;
  }

  /** On SQLite there is one process at a time: whoever was alive before is gone. */
  async begin(): Promise<void> {
    if (!String(this.#knex.client.config.client).includes('sqlite')) return;
    await this.#knex('replicas').whereNot({ id: this.#replicaId }).delete();
  }

  /** This replica is alive: that renews all its leases, for a lease lives as long as its holder. */
  async heartbeat(): Promise<void> {
    const now = databaseTime(this.#knex);
    await retryConflicts(() =>
      this.#knex('replicas')
        .insert({
          id: this.#replicaId,
          expires_at: this.#knex.raw(`${now} + ?`, [TTL_MS]),
        })
        .onConflict('id')
        .merge(),
    );
  }

  async read(): Promise<LeasePicture> {
    const picture = await readLeases(this.#knex);
    for (const [id, remaining] of picture.replicas) {
      if (remaining > -FORGOTTEN_MS) continue;
      await this.#knex('replicas').where({ id }).delete();
    }
    return picture;
  }

  /** Takes leases that are free, each as it was read. Answers those that it got. */
  async claim(leases: readonly Lease[]): Promise<Lease[]> {
    return claimLeases(this.#knex, this.#replicaId, leases);
  }

  /** Gives these leases back, if they are still this replica's. */
  async release(clusterIds: readonly string[]): Promise<void> {
    const sorted = [...clusterIds].sort();
    await retryConflicts(() =>
      this.#knex('cluster_leases')
        .where({ holder: this.#replicaId })
        .whereIn('cluster_id', sorted)
        .update({ holder: null }),
    );
  }

  /** This replica goes: leases whose holder is not alive are free. */
  async leave(): Promise<void> {
    await retryConflicts(() =>
      this.#knex('replicas').where({ id: this.#replicaId }).delete(),
    );
  }
}
