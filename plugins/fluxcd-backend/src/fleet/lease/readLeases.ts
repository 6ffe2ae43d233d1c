import type { Knex } from 'knex';
import { classifyDatabaseError } from '../../database/classifyDatabaseError';
import { databaseTime } from './databaseTime';
import type { Lease } from './Lease';

/** The lease of one cluster as it stands. */
export interface StandingLease extends Lease {
  clusterName: string;
  /** Id of a replica, dead or alive. */
  holder?: string;
}

/** Who holds what, and who is alive. */
export interface LeasePicture {
  leases: StandingLease[];
  /** Milliseconds until each replica is dead unless it is heard of again, by its id; not more than 0: it is. */
  replicas: Map<string, number>;
}

interface Row {
  cluster_id: string;
  name: string;
  holder: string | null;
  fence: number | string | null;
}

/** SQLite takes no longer list of values. */
const BATCH_SIZE = 100;

/** Reads the leases of all clusters; one that has none gets it. */
export async function readLeases(knex: Knex): Promise<LeasePicture> {
  // The leases first: a replica writes down that it is alive before it claims anything, so that no holder that is
  // read here is missing below.
  const rows: Row[] = await knex('clusters as c')
    .leftJoin('cluster_leases as l', 'l.cluster_id', 'c.id')
    .select('c.id as cluster_id', 'c.name', 'l.holder', 'l.fence');
  await insertLeases(
    knex,
    rows.filter(row => row.fence === null).map(row => row.cluster_id),
  );
  const replicas: Array<{ id: string; remaining: number | string }> =
    await knex('replicas').select(
      'id',
      knex.raw(`expires_at - ${databaseTime(knex)} as remaining`),
    );
  return {
    leases: rows.map(row => ({
      clusterId: row.cluster_id,
      clusterName: row.name,
      holder: row.holder ?? undefined,
      fence: Number(row.fence),
    })),
    replicas: new Map(replicas.map(r => [r.id, Number(r.remaining)])),
  };
}

async function insertLeases(knex: Knex, clusterIds: string[]): Promise<void> {
  for (let start = 0; start < clusterIds.length; start += BATCH_SIZE) {
    const ids = clusterIds.slice(start, start + BATCH_SIZE);
    try {
      await knex('cluster_leases')
        .insert(ids.map(id => ({ cluster_id: id })))
        .onConflict('cluster_id')
        .ignore();
    } catch (error) {
      // One of them was deleted meanwhile: the next reading inserts the others.
      if (classifyDatabaseError(error) !== 'missing-parent') throw error;
    }
  }
}
