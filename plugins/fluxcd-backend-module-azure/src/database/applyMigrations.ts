import {
  type DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

const DIRECTORY = resolvePackagePath(
  '@flux-orchestrator/backstage-plugin-fluxcd-backend-module-azure',
  'migrations',
);

/**
 * Brings the tables of the module up to date, unless the operator does that elsewhere, and hands out the client. The
 * database is the plugin's own: the module keeps its own account of migrations, in `azure_migrations`.
 */
export async function applyMigrations(
  database: Pick<DatabaseService, 'getClient' | 'migrations'>,
): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await knex.migrate.latest({
      directory: DIRECTORY,
      tableName: 'azure_migrations',
    });
  }
  return knex;
}
