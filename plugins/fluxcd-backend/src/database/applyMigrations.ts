import {
  type DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { limitSilence } from './limitSilence';

const DIRECTORY = resolvePackagePath(
  '@flux-orchestrator/backstage-plugin-fluxcd-backend',
  'migrations',
);

/** Brings the plugin's database up to date, unless the operator does that elsewhere, and hands out its client. */
export async function applyMigrations(
  database: Pick<DatabaseService, 'getClient' | 'migrations'>,
): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await knex.migrate.latest({ directory: DIRECTORY });
  }
  // Not before: to build an index takes as long as it takes.
  limitSilence(knex);
  return knex;
}
