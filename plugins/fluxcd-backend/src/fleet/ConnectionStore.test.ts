import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { insertCluster, resourceRow } from '../__testUtils__/fleetRows';
import { applyMigrations } from '../database/applyMigrations';
import { commitChanges } from './commitChanges';
import { ConnectionStore } from './ConnectionStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const NOW = '2026-11-20T12:00:00.000Z';

describe.each(databases.eachSupportedId())('ConnectionStore on %s', id => {
  let knex: Knex;
  let store: ConnectionStore;

  beforeAll(async () => {
    knex = await databases.init(id);
    await applyMigrations({ getClient: async () => knex });
    store = new ConnectionStore({ knex });
  });

  beforeEach(async () => {
    await knex('clusters').delete();
    await insertCluster(knex, 'c1');
  });

  it('calls a cluster that nobody has tried yet connecting since it was added', async () => {
    await expect(store.get('c1')).resolves.toEqual({
      connection: { state: 'connecting', since: NOW },
    });
    await expect(store.get('nobody')).resolves.toBeUndefined();
    expect([...(await store.list()).keys()]).toEqual(['c1']);
    await expect(store.kinds('c1')).resolves.toEqual([]);
  });

  it('gives back what was saved last, also what was taken back', async () => {
    const broken = {
      connection: {
        state: 'disconnected' as const,
        reason: 'tls' as const,
        message: 'The certificate has expired',
        since: NOW,
        lastContactAt: NOW,
      },
      kubernetesVersion: 'v1.36.2',
      fluxVersion: 'v2.9.4',
    };
    const well = {
      connection: { state: 'connected' as const, since: NOW },
    };
    await expect(store.save('c1', broken)).resolves.toBe(true);
    await expect(store.get('c1')).resolves.toEqual(broken);
    await expect(store.save('c1', well)).resolves.toBe(true);
    await expect(store.get('c1')).resolves.toEqual(well);
    expect((await store.list()).get('c1')).toEqual(well);
  });

  it('counts the resources of each kind, and keeps how far it was read when its state changes', async () => {
    const key = {
      clusterId: 'c1',
      group: 'kustomize.toolkit.fluxcd.io',
      kind: 'Kustomization',
      fence: 0,
    };
    const kind = {
      group: key.group,
      kind: key.kind,
      version: 'v1',
      servedVersions: ['v1', 'v1beta2'],
    };
    await store.saveKind('c1', { ...kind, state: 'pending' });
    await commitChanges(
      knex,
      [
        {
          key,
          upserts: [resourceRow({ name: 'a' }), resourceRow({ name: 'b' })],
          deletes: [],
          resourceVersion: '7',
        },
      ],
      NOW,
    );
    await store.saveKind('c1', {
      ...kind,
      state: 'failed',
      message: 'it fails',
    });
    await store.saveKind('c1', {
      group: 'helm.toolkit.fluxcd.io',
      kind: 'HelmRelease',
      state: 'absent',
    });

    await expect(store.kinds('c1')).resolves.toEqual([
      {
        group: 'helm.toolkit.fluxcd.io',
        kind: 'HelmRelease',
        state: 'absent',
        count: 0,
      },
      {
        ...kind,
        state: 'failed',
        message: 'it fails',
        syncedAt: NOW,
        count: 2,
      },
    ]);
    const [row] = await knex('cluster_kinds').where({ kind: 'Kustomization' });
    expect(row.resource_version).toBe('7');
  });

  it('saves nothing about a cluster that is gone, and says so', async () => {
    const health = {
      connection: { state: 'connected' as const, since: NOW },
    };
    await expect(store.save('gone', health)).resolves.toBe(false);
    await expect(
      store.saveKind('gone', { group: 'g', kind: 'K', state: 'pending' }),
    ).resolves.toBe(false);
    await expect(knex('cluster_connections')).resolves.toEqual([]);
  });
});
