import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { AksRow } from '../clusters/AksRow';
import type { AksClusterRecord } from './AksClusterRecord';

interface Row {
  id: string;
  arm_id: string;
  connection_id: string;
  subscription_id: string;
  cluster_id: string | null;
  name: string;
  fqdn: string | null;
  etag: string | null;
  fingerprint: string | null;
  credential_read_at: string | null;
  first_seen_at: string;
  last_seen_at: string;
  missing_count: number;
  missing_since: string | null;
}

/** As many as every database takes as parameters of one statement. */
const IDS_AT_ONCE = 500;

/** The `azure_clusters` table: what the syncs remember from one to the next. */
export class AksClusterStore {
  readonly #knex: Knex;
  readonly #now: () => Date;

  constructor(options: { knex: Knex; now?: () => Date }) {
    this.#knex = options.knex;
    this.#now = options.now ?? (() => new Date());
  }

  async list(
    where: { connectionId?: string } = {},
  ): Promise<AksClusterRecord[]> {
    const query = this.#rows().orderBy('arm_id');
    if (where.connectionId !== undefined) {
      query.where({ connection_id: where.connectionId });
    }
    return (await query).map(toRecord);
  }

  /** The cluster belongs to whoever claims it first. Returns whose it is now. */
  async claim(row: AksRow, connectionId: string): Promise<AksClusterRecord> {
    const now = this.#now().toISOString();
    await this.#rows()
      .insert({
        id: idOf(row.armId),
        arm_id: row.armId,
        connection_id: connectionId,
        subscription_id: row.subscriptionId,
        name: '',
        first_seen_at: now,
        last_seen_at: now,
        missing_count: 0,
      })
      .onConflict('id')
      .ignore();
    const claimed = await this.#rows()
      .where({ id: idOf(row.armId) })
      .first();
    if (!claimed) throw new Error('The cluster was removed meanwhile');
    return toRecord(claimed);
  }

  /** After an import. */
  async save(
    row: AksRow,
    imported: {
      connectionId: string;
      clusterId: string;
      name: string;
      fingerprint: string;
    },
  ): Promise<void> {
    const now = this.#now().toISOString();
    await this.#rows()
      .where({ id: idOf(row.armId) })
      .update({
        connection_id: imported.connectionId,
        cluster_id: imported.clusterId,
        name: imported.name,
        fingerprint: imported.fingerprint,
        fqdn: (row.fqdn ?? row.privateFqdn)?.slice(0, 255) ?? null,
        etag: row.eTag?.slice(0, 128) ?? null,
        credential_read_at: now,
        last_seen_at: now,
        missing_count: 0,
        missing_since: null,
      });
  }

  /** The clusters were listed. */
  async touch(armIds: readonly string[]): Promise<void> {
    const now = this.#now().toISOString();
    for (let i = 0; i < armIds.length; i += IDS_AT_ONCE) {
      await this.#rows()
        .whereIn('id', armIds.slice(i, i + IDS_AT_ONCE).map(idOf))
        .update({ last_seen_at: now, missing_count: 0, missing_since: null });
    }
  }

  /**
   * A complete listing did not have the cluster. Two syncs that began with the same count make one of it. Returns the
   * new count.
   */
  async countMissing(record: AksClusterRecord): Promise<number> {
    const { armId, missingCount } = record;
    await this.#rows()
      .where({ id: idOf(armId), missing_count: missingCount })
      .update({
        missing_count: missingCount + 1,
        ...(missingCount === 0 && { missing_since: this.#now().toISOString() }),
      });
    return missingCount + 1;
  }

  async delete(armId: string): Promise<void> {
    await this.#rows()
      .where({ id: idOf(armId) })
      .delete();
  }

  #rows() {
    return this.#knex<Row>('azure_clusters');
  }
}

function idOf(armId: string): string {
  return createHash('sha256').update(armId).digest('hex');
}

function toRecord(row: Row): AksClusterRecord {
  return {
    armId: row.arm_id,
    connectionId: row.connection_id,
    subscriptionId: row.subscription_id,
    name: row.name,
    clusterId: row.cluster_id ?? undefined,
    fingerprint: row.fingerprint ?? undefined,
    missingCount: row.missing_count,
  };
}
