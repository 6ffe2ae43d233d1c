import {
  type DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { databaseOf } from './databaseOf';
import { limitSilence } from './limitSilence';

const DIRECTORY = resolvePackagePath(
  '@flux-orchestrator/backstage-plugin-fluxcd-backend',
  'migrations',
);

/** How long a replica waits for another one that migrates. Seconds. */
const PATIENCE_SECONDS = 600;

/**
 * Knex locks its migrations in a table that it makes first, without a lock: of replicas that start together on an empty
 * database, all but one would fail. Both servers have locks that need no table. What PostgreSQL makes in a transaction
 * goes with it; MySQL commits with every table, so there the transaction only holds on to the connection of the lock.
 */
async function migrate(knex: Knex): Promise<void> {
  const config = { directory: DIRECTORY };
  const name = 'fluxcd_migrations';
  switch (databaseOf(knex)) {
    case 'postgres':
      await knex.transaction(async tx => {
        await tx.raw('SELECT pg_advisory_xact_lock(hashtext(?))', [name]);
        await tx.migrate.latest(config);
      });
      return;
    case 'mysql':
      await knex.transaction(async tx => {
        // Of the server as a whole: other databases on it have nothing to do with this one.
        await tx.raw(
          "SELECT GET_LOCK(CONCAT(?, '.', LEFT(DATABASE(), 40)), ?)",
          [name, PATIENCE_SECONDS],
        );
        try {
          await tx.migrate.latest({ ...config, disableTransactions: true });
        } finally {
          await tx.raw(
            "SELECT RELEASE_LOCK(CONCAT(?, '.', LEFT(DATABASE(), 40)))",
            [name],
          );
        }
      });
      return;
    default:
      await knex.migrate.latest(config);
  }
}

/** Brings the plugin's database up to date, unless the operator does that elsewhere, and hands out its client. */
export async function applyMigrations(
  database: Pick<DatabaseService, 'getClient' | 'migrations'>,
): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await migrate(knex);
  }
  // Not before: to build an index takes as long as it takes.
  limitSilence(knex);
  return knex;
}
