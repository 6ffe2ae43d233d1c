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
const LATER = '2026-11-20T12:00:05.000Z';
const LEASE = { clusterId: 'c1', fence: 0 };

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
    await expect(store.save(LEASE, broken, NOW)).resolves.toBe(true);
    await expect(store.get('c1')).resolves.toEqual(broken);
    await expect(store.save(LEASE, well, NOW)).resolves.toBe(true);
    await expect(store.get('c1')).resolves.toEqual(well);
    expect((await store.list()).get('c1')).toEqual(well);
  });

  it('keeps how far a kind was read when its state changes', async () => {
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
    await store.saveKinds(LEASE, [{ ...kind, state: 'pending' }]);
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
    await store.saveKinds(LEASE, [
      { ...kind, state: 'failed', message: 'it fails' },
      { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease', state: 'absent' },
    ]);

    await expect(store.kinds('c1')).resolves.toEqual([
      {
        group: 'helm.toolkit.fluxcd.io',
        kind: 'HelmRelease',
        state: 'absent',
      },
      {
        ...kind,
        state: 'failed',
        message: 'it fails',
        syncedAt: NOW,
      },
    ]);
    const [row] = await knex('cluster_kinds').where({ kind: 'Kustomization' });
    expect(row.resource_version).toBe('7');
  });

  const connected = {
    connection: { state: 'connected' as const, since: NOW, lastContactAt: NOW },
  };
  const pending = { group: 'g', kind: 'K', state: 'pending' as const };

  it('remembers what was saved as an event when it is news', async () => {
    await store.save(LEASE, connected, NOW);
    await store.save(LEASE, connected, LATER);
    await expect(store.timeline.list('c1')).resolves.toEqual([
      { at: NOW, state: 'connected' },
    ]);
  });

  it.each([
    ['a cluster that is gone', { clusterId: 'gone', fence: 0 }],
    ['a cluster that another replica took over', { clusterId: 'c1', fence: 6 }],
  ])('saves nothing about %s, and says so', async (_, lease) => {
    await knex('cluster_leases').update({ fence: 7 });
    await expect(store.save(lease, connected, NOW)).resolves.toBe(false);
    await expect(store.saveKinds(lease, [pending])).resolves.toBe(false);
    await expect(knex('cluster_connections')).resolves.toEqual([]);
    await expect(knex('cluster_kinds')).resolves.toEqual([]);
    await expect(knex('cluster_connection_events')).resolves.toEqual([]);
  });

  it('writes down when clusters answered last, but not of those that another replica took over', async () => {
    for (const clusterId of ['c2', 'c3']) await insertCluster(knex, clusterId);
    for (const clusterId of ['c1', 'c2', 'c3']) {
      await store.save({ clusterId, fence: 0 }, connected, NOW);
    }
    await knex('cluster_leases')
      .where({ cluster_id: 'c2' })
      .update({ fence: 1 });
    await store.touch([
      { clusterId: 'c3', fence: 0, at: LATER },
      { clusterId: 'gone', fence: 0, at: LATER },
      { clusterId: 'c2', fence: 0, at: LATER },
      { clusterId: 'c1', fence: 0, at: LATER },
    ]);
    const contacts = [...(await store.list())].map(([clusterId, health]) => [
      clusterId,
      health.connection.lastContactAt,
    ]);
    expect(contacts.sort()).toEqual([
      ['c1', LATER],
      ['c2', NOW],
      ['c3', LATER],
    ]);
  });

  it('never moves the time of the last answer back', async () => {
    const lease = { clusterId: 'c1', fence: 0 };
    await store.save(lease, connected, NOW);
    await store.touch([{ ...lease, at: LATER }]);
    // Noted before, written after.
    await store.touch([{ ...lease, at: NOW }]);
    expect((await store.get('c1'))?.connection.lastContactAt).toBe(LATER);
  });
});
