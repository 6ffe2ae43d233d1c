import { TestDatabases } from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import fs from 'node:fs';
import type { Knex } from 'knex';
import { applyMigrations } from './applyMigrations';

jest.setTimeout(120_000);

const directory = resolvePackagePath(
  '@flux-orchestrator/backstage-plugin-fluxcd-backend',
  'migrations',
);
const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

const NOW = '2026-11-20T12:00:00.000Z';
const EMOJI = '🚀 ünïcode';

const cluster = {
  id: 'c1',
  name: 'production',
  title: EMOJI,
  labels: '{}',
  source: 'manual',
  server: 'https://example.com:6443',
  auth: '{"type":"token"}',
  credentials: 'x'.repeat(100_000),
  created_at: NOW,
  updated_at: NOW,
};
const resource = {
  id: 'r1',
  cluster_id: 'c1',
  api_group: 'kustomize.toolkit.fluxcd.io',
  version: 'v1',
  kind: 'Kustomization',
  namespace: 'n'.repeat(63),
  name: 'x'.repeat(253),
  uid: 'u',
  resource_version: '1',
  status: 'ready',
  status_rank: 6,
  stalled: false,
  retrying: true,
  suspended: false,
  message: EMOJI.repeat(300),
  created_at: NOW,
  updated_at: NOW,
};

async function fill(knex: Knex): Promise<void> {
  await knex('clusters').insert(cluster);
  await knex('cluster_connections').insert({
    cluster_id: 'c1',
    state: 'connected',
    since: NOW,
  });
  await knex('cluster_kinds').insert({
    cluster_id: 'c1',
    api_group: 'g'.repeat(128),
    kind: 'k'.repeat(63),
    state: 'watching',
  });
  await knex('resources').insert(resource);
  await knex('operations').insert({
    id: 'o1',
    type: 'reconcile',
    with_source: true,
    state: 'running',
    requested_by: 'user:default/guest',
    created_at: NOW,
    updated_at: NOW,
  });
  await knex('operation_targets').insert({
    operation_id: 'o1',
    position: 0,
    resource_id: 'r1',
    cluster_id: 'c1',
    cluster_name: 'production',
    kind: 'Kustomization',
    namespace: 'n',
    name: 'x',
    state: 'running',
    steps: '[]',
  });
  await knex('resource_history').insert({
    id: 'h1',
    resource_id: 'r1',
    cluster_id: 'c1',
    api_group: 'kustomize.toolkit.fluxcd.io',
    kind: 'Kustomization',
    namespace: 'n',
    name: 'x',
    uid: 'u',
    type: 'status',
    at: NOW,
    last_at: NOW,
    message: EMOJI,
  });
  await knex('replicas').insert({ id: 'r', expires_at: 1763640000000 });
  await knex('cluster_leases').insert({
    cluster_id: 'c1',
    holder: 'r',
    fence: 2 ** 40,
  });
  await knex('resource_tombstones').insert({
    cluster_id: 'c1',
    change_number: 2 ** 40,
    resource_id: 'gone',
    deleted_at: NOW,
  });
  await knex('managed_objects').insert({
    resource_id: 'r1',
    api_group: 'apps',
    kind: 'Deployment',
    namespace: 'n',
    name: 'x'.repeat(253),
  });
  await knex('activities').insert({
    id: 'a1',
    at: NOW,
    actor: 'user:default/guest',
    action: 'reconcile',
    outcome: 'ready',
  });
}

async function tables(knex: Knex): Promise<string[]> {
  const found: string[] = [];
  for (const name of [
    'clusters',
    'cluster_connections',
    'cluster_kinds',
    'resources',
    'resource_history',
    'replicas',
    'cluster_leases',
    'resource_tombstones',
    'managed_objects',
    'operations',
    'operation_targets',
    'activities',
  ]) {
    if (await knex.schema.hasTable(name)) found.push(name);
  }
  return found;
}

describe.each(databases.eachSupportedId())('migrations on %s', id => {
  it('go up step by step, take data, and go down again with the data in place', async () => {
    const knex = await databases.init(id);
    const files = fs.readdirSync(directory).filter(f => f.endsWith('.js'));
    expect(files.length).toBeGreaterThan(0);
    for (const _ of files) await knex.migrate.up({ directory });
    expect(await tables(knex)).toHaveLength(12);

    await fill(knex);

    for (const _ of files) await knex.migrate.down({ directory });
    expect(await tables(knex)).toEqual([]);
    // And up again: nothing was left behind.
    await knex.migrate.latest({ directory });
    await fill(knex);
    await knex.destroy();
  });

  it('store what people write, and tell names apart by case', async () => {
    const knex = await databases.init(id);
    await applyMigrations({ getClient: async () => knex });
    await fill(knex);

    await knex('resources').insert({ ...resource, id: 'R1', name: 'other' });
    const [row] = await knex('resources').where({ id: 'r1' });
    expect(row.message).toBe(resource.message);
    expect(Boolean(row.retrying)).toBe(true);
    expect(Boolean(row.stalled)).toBe(false);
    const [{ title, credentials }] = await knex('clusters');
    expect(title).toBe(EMOJI);
    expect(credentials).toBe(cluster.credentials);
    await knex.destroy();
  });

  it('let everything about a cluster go with it, and nothing be written about one that is gone', async () => {
    const knex = await databases.init(id);
    await applyMigrations({ getClient: async () => knex });
    await fill(knex);

    await knex('clusters').where({ id: 'c1' }).delete();

    for (const name of [
      'cluster_connections',
      'cluster_kinds',
      'resources',
      'resource_history',
      'cluster_leases',
      'resource_tombstones',
      'managed_objects',
    ]) {
      expect(await knex(name)).toEqual([]);
    }
    // The record of what was done stays.
    expect(await knex('operation_targets')).toHaveLength(1);
    await expect(knex('resources').insert(resource)).rejects.toThrow();
    await knex.destroy();
  });

  it('are left alone when the operator runs them elsewhere', async () => {
    const knex = await databases.init(id);
    await applyMigrations({
      getClient: async () => knex,
      migrations: { skip: true },
    });
    expect(await tables(knex)).toEqual([]);
    await knex.destroy();
  });
});

describe.each(databases.eachSupportedId().filter(([id]) => id !== 'SQLITE_3'))(
  'migrations on %s',
  id => {
    it('bring up replicas that start together on an empty database', async () => {
      const knex = await databases.init(id);
      // Connected already: they begin in the same moment.
      await Promise.all([1, 2, 3].map(() => knex.raw('SELECT 1')));
      await Promise.all(
        [1, 2, 3].map(() => applyMigrations({ getClient: async () => knex })),
      );
      await fill(knex);
      expect(await knex('knex_migrations_lock')).toMatchObject([
        { is_locked: 0 },
      ]);
      await knex.destroy();
    });
  },
);
