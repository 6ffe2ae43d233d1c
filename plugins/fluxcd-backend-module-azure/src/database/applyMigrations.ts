import {
  type DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

const DIRECTORY = resolvePackagePath(
  '@flux-orchestrator/backstage-plugin-fluxcd-backend-module-azure',
  'migrations',
);

/** On PostgreSQL one replica after the other, as the plugin does it: they may start together on an empty database. */
async function migrate(knex: Knex): Promise<void> {
  const config = { directory: DIRECTORY, tableName: 'azure_migrations' };
  if (!String(knex.client.config.client).startsWith('pg')) {
    await knex.migrate.latest(config);
    return;
  }
  await knex.transaction(async tx => {
    await tx.raw(`SELECT pg_advisory_xact_lock(hashtext('azure_migrations'))`);
    await tx.migrate.latest(config);
  });
}

/**
 * Brings the tables of the module up to date, unless the operator does that elsewhere, and hands out the client. The
 * database is the plugin's own: the module keeps its own account of migrations, in `azure_migrations`.
 */
export async function applyMigrations(
  database: Pick<DatabaseService, 'getClient' | 'migrations'>,
): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await migrate(knex);
  }
  return knex;
}
