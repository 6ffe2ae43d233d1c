import { randomBytes } from 'node:crypto';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { settingsSchema } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { setupClusters } from '../__testUtils__/setupClusters';
import { readRetention } from '../retention/readRetention';
import { SettingsReader } from './SettingsReader';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const newKey = () => randomBytes(32).toString('base64url');

describe.each(databases.eachSupportedId())('SettingsReader, %s', id => {
  const given = setupClusters(databases, id);

  /** The settings of a portal with this configuration, whose clusters' room was put together but not started. */
  function read(options: Parameters<typeof given.create>[0] = {}) {
    const { vault, sync, sourceIds } = given.create(options);
    const config = new ConfigReader({
      permission: { enabled: true },
      fluxcd: options.config ?? {},
    } as any);
    return new SettingsReader({
      config,
      sync,
      retention: readRetention(config),
      vault,
      sourceIds,
      logger: mockServices.logger.mock(),
    }).get();
  }

  it('tells defaults from what was set', async () => {
    const { values } = await read({
      config: {
        clusters: { resyncMinutes: 0, allowedCidrs: ['10.0.0.0/8'] },
        // The same as the default, and yet set.
        retention: { activityDays: 90 },
      },
    });
    expect(values).toEqual({
      'fluxcd.clusters.autoSync': { value: true, configured: false },
      'fluxcd.clusters.resyncMinutes': { value: 0, configured: true },
      'fluxcd.clusters.allowedCidrs': {
        value: ['10.0.0.0/8'],
        configured: true,
      },
      'fluxcd.retention.activityDays': { value: 90, configured: true },
      'fluxcd.retention.operationDays': { value: 30, configured: false },
      'fluxcd.retention.historyDays': { value: 90, configured: false },
      'fluxcd.inCluster.enabled': { value: false, configured: false },
      'fluxcd.inCluster.name': { value: 'in-cluster', configured: false },
      'permission.enabled': { value: true, configured: true },
      'fluxcd.dangerouslyAllowWithoutPermissions': {
        value: false,
        configured: false,
      },
    });
  });

  it('names the sources of clusters that are installed', async () => {
    const source = { id: 'azure-aks', start: async () => {} };
    await expect(read({ sources: [source] })).resolves.toMatchObject({
      sources: [{ id: 'manual' }, { id: 'in-cluster' }, { id: 'azure-aks' }],
    });
  });

  it('counts whose credentials the newest key sealed, an older one, or none of them', async () => {
    const older = newKey();
    const newest = newKey();
    const { service } = given.create({ keys: [older] });
    const { cluster } = await service.create(given.input(), given.actor);
    const count = async (keys: string[]) =>
      (await read({ keys })).encryption.clusters;
    const none = { newest: 0, older: 0, unreadable: 0, none: 0 };

    expect(await count([older])).toEqual({ ...none, newest: 1 });
    expect(await count([newest, older])).toEqual({ ...none, older: 1 });
    expect(await count([newest])).toEqual({ ...none, unreadable: 1 });
    await given
      .knex('clusters')
      .where({ id: cluster.id })
      .update({ credentials: null, key_id: null });
    expect(await count([newest])).toEqual({ ...none, none: 1 });
  });

  it('gives away no key and no credential', async () => {
    const keys = [newKey(), newKey()];
    const { service } = given.create({ keys });
    await service.create(given.input(), given.actor);
    const settings = await read({ keys });
    expect(settings.encryption).toMatchObject({
      keys: 2,
      newestKeyId: expect.stringMatching(/^[0-9a-f]{8}$/),
    });
    const text = JSON.stringify(settings);
    const hex = keys.map(key => Buffer.from(key, 'base64url').toString('hex'));
    for (const secret of [...keys, ...hex, 'good-token', 'gAAAA']) {
      expect(text).not.toContain(secret);
    }
    // What the door lets through is the same: the contract names all of it.
    expect(settingsSchema.parse(settings)).toEqual(settings);
  });

  it('tells what is configured though the database does not answer', async () => {
    await given.knex.schema.renameTable('clusters', 'hidden');
    const settings = await read().finally(() =>
      given.knex.schema.renameTable('hidden', 'clusters'),
    );
    expect(settings.encryption).toMatchObject({
      keys: 1,
      clusters: undefined,
    });
    expect(settings.values['fluxcd.retention.operationDays'].value).toBe(30);
  });
});
