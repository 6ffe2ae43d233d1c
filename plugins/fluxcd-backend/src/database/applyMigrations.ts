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

/**
 * Knex locks its migrations in a table that it makes first, without a lock: of replicas that start together on an empty
 * database, all but one would fail. PostgreSQL has locks that need no table; what it makes in a transaction goes with it.
 */
async function migrate(knex: Knex): Promise<void> {
  const config = { directory: DIRECTORY };
  if (databaseOf(knex) !== 'postgres') {
    await knex.migrate.latest(config);
    return;
  }
  await knex.transaction(async tx => {
    await tx.raw(`SELECT pg_advisory_xact_lock(hashtext('fluxcd_migrations'))`);
    await tx.migrate.latest(config);
  });
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
