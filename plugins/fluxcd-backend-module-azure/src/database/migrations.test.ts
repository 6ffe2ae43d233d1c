import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { applyMigrations } from './applyMigrations';

const directory = resolvePackagePath(
  '@flux-orchestrator/backstage-plugin-fluxcd-backend-module-azure',
  'migrations',
);
const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const NOW = '2026-11-20T12:00:00.000Z';

describe.each(databases.eachSupportedId())('the tables on %s', id => {
  it('come beside those of a plugin with migrations of its own, take the longest values, and go again', async () => {
    const knex = await databases.init(id);
    await knex.schema.createTable('knex_migrations', table => {
      table.increments();
      table.string('name');
      table.integer('batch');
      table.datetime('migration_time');
    });
    await knex('knex_migrations').insert({
      name: 'of-the-plugin.js',
      batch: 1,
    });

    await applyMigrations({ getClient: async () => knex });
    await applyMigrations({ getClient: async () => knex });

    const cluster = {
      id: 'f'.repeat(64),
      arm_id: 'x'.repeat(512),
      connection_id: 'config-0123456789abcdef01234567',
      subscription_id: 's'.repeat(36),
      name: 'n'.repeat(63),
      first_seen_at: NOW,
      last_seen_at: NOW,
    };
    await knex('azure_clusters').insert(cluster);
    await knex('azure_clusters').insert({ ...cluster, id: 'F'.repeat(64) });
    const [row] = await knex('azure_clusters').where({ id: cluster.id });
    expect(row).toMatchObject({ ...cluster, missing_count: 0 });
    await knex('azure_connection_states').insert({
      connection_id: cluster.connection_id,
      status: 'failed',
      problems: JSON.stringify([{ message: '🚀'.repeat(30_000) }]),
    });

    await knex.migrate.rollback(
      { directory, tableName: 'azure_migrations' },
      true,
    );
    expect(await knex.schema.hasTable('azure_clusters')).toBe(false);
    expect(await knex.schema.hasTable('azure_connections')).toBe(false);
    expect(await knex.schema.hasTable('azure_connection_states')).toBe(false);
    await knex.destroy();
  });

  it('are left to the operator who wants it so', async () => {
    const knex = await databases.init(id);
    await applyMigrations({
      getClient: async () => knex,
      migrations: { skip: true },
    });
    expect(await knex.schema.hasTable('azure_connections')).toBe(false);
    await knex.destroy();
  });
});

it('come up with replicas that start together on an empty database', async () => {
  if (!databases.supports('POSTGRES_15')) return;
  const knex = await databases.init('POSTGRES_15');
  // Connected already: they begin in the same moment.
  await Promise.all([1, 2, 3].map(() => knex.raw('SELECT pg_sleep(0.2)')));
  await Promise.all(
    [1, 2, 3].map(() => applyMigrations({ getClient: async () => knex })),
  );
  expect(await knex.schema.hasTable('azure_connections')).toBe(true);
  await knex.destroy();
});
