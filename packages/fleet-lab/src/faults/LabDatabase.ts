import type { JsonObject } from '@backstage/types';
import createKnex, { type Knex } from 'knex';
import type { Row } from './Row';

/** The database of the replicas, looked into from outside. */
export interface LabDatabase {
  /** For `backend.database`. */
  config: JsonObject;
  /** The plugin's own database, once a replica has started. */
  connect(): Knex;
  /** Ends it, when it is the lab's own. */
  stop?(): Promise<void>;
}

/** A folder of SQLite files. */
export function sqliteDatabase(directory: string): LabDatabase {
  return {
    config: { client: 'better-sqlite3', connection: { directory } },
    connect: () =>
      createKnex({
        client: 'better-sqlite3',
        connection: { filename: `${directory}/fluxcd.sqlite` },
        useNullAsDefault: true,
      }),
  };
}

/** The rows of a cluster, read from the tables themselves. */
export async function readRows(knex: Knex, clusterId: string): Promise<Row[]> {
  const rows = await knex('resources').where({ cluster_id: clusterId });
  return rows.map(row => ({
    key: [row.api_group, row.kind, row.namespace, row.name].join('/'),
    uid: row.uid,
    status: row.status,
    suspended: Boolean(row.suspended),
    revision: row.revision ?? '',
  }));
}
