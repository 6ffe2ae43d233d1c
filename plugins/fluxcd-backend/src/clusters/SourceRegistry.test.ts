import { randomBytes } from 'node:crypto';
import type { ClusterRegistry } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { setupClusters } from '../__testUtils__/setupClusters';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const OTHER_KEY = randomBytes(32).toString('base64url');

describe.each(databases.eachSupportedId())('SourceRegistry on %s', id => {
  const given = setupClusters(databases, id);

  const start = async (keys?: string[]) => {
    let registry: ClusterRegistry | undefined;
    const clusters = given.create({
      keys,
      sources: [
        {
          id: 'test-source',
          start: async options => {
            registry = options.clusters;
          },
        },
      ],
    });
    await clusters.start();
    const changes: string[] = [];
    clusters.service.onChange(({ type }) => changes.push(type));
    return { ...clusters, registry: registry!, changes };
  };
  const found = () => ({
    sourceId: '/subscriptions/1/clusters/a',
    name: 'found',
    server: given.api.server,
    auth: { type: 'token' as const },
    secret: {
      token: 'good-token',
      certificateAuthority: given.api.certificateAuthority,
    },
  });

  it('adds, updates what changed, and retires', async () => {
    const { registry, changes, connector, service } = await start();
    const { id: clusterId } = await registry.upsert(found());
    const client = await connector.connect(clusterId);
    await expect(client.request({ path: '/version' })).resolves.toBeDefined();

    expect(await registry.upsert(found())).toEqual({ id: clusterId });
    expect(changes).toEqual(['added']);
    expect(await connector.connect(clusterId)).toBe(client);

    await registry.upsert({ ...found(), title: 'Found' });
    await registry.upsert({
      ...found(),
      title: 'Found',
      secret: { ...found().secret, token: 'new-token' },
    });
    expect(changes).toEqual(['added', 'updated', 'updated']);
    expect(await service.get(clusterId)).toMatchObject({
      title: 'Found',
      source: 'test-source',
      sourceId: '/subscriptions/1/clusters/a',
    });
    given.api.tokens = { 'new-token': 'x' };
    const next = await connector.connect(clusterId);
    await expect(next.request({ path: '/version' })).resolves.toBeDefined();

    expect(await registry.list()).toMatchObject([
      { id: clusterId, sourceId: found().sourceId, name: 'found' },
    ]);
    await registry.retire('unknown');
    await registry.retire(found().sourceId);
    expect(await registry.list()).toEqual([]);
    expect(changes).toEqual(['added', 'updated', 'updated', 'deleted']);
  });

  it('cannot touch what others added, nor be undone by hand', async () => {
    const { registry, service } = await start();
    const { cluster } = await service.create(given.input(), given.actor);
    await expect(registry.upsert(found())).rejects.toMatchObject({
      name: 'ConflictError',
    });
    await registry.retire(cluster.id);
    expect(await registry.list()).toEqual([]);
    expect(await given.count()).toBe(1);

    await service.delete(cluster.id);
    const added = await registry.upsert(found());
    await expect(service.delete(added.id)).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('"test-source"'),
    });
  });

  it('leaves the cluster of another source with the same id alone', async () => {
    const { registry } = await start();
    await registry.upsert(found());
    await given.knex('clusters').update({ source: 'another-source' });
    expect(await registry.list()).toEqual([]);
    await registry.retire(found().sourceId);
    expect(await given.count()).toBe(1);
    await expect(registry.upsert(found())).rejects.toMatchObject({
      name: 'ConflictError',
    });
  });

  it('does not overwrite what a wrong key cannot read', async () => {
    const { registry } = await start();
    await registry.upsert(found());
    const before = await given.knex('clusters').first();
    const wrong = await start([OTHER_KEY]);
    await expect(
      wrong.registry.upsert({ ...found(), title: 'x' }),
    ).rejects.toMatchObject({ reason: 'credentials-unreadable' });
    expect(await given.knex('clusters').first()).toEqual(before);
  });

  it('refuses a name and a server that a person could not give either', async () => {
    const { registry } = await start();
    await expect(
      registry.upsert({ ...found(), name: 'No Label' }),
    ).rejects.toThrow(/^name must be an RFC 1123 label/);
    await expect(
      registry.upsert({ ...found(), server: 'http://x' }),
    ).rejects.toThrow(/^server must be a URL/);
    expect(await given.count()).toBe(0);
  });

  it('starts though a source fails', async () => {
    const logger = mockServices.logger.mock();
    const clusters = given.create({
      logger,
      sources: [
        {
          id: 'broken',
          start: async () => {
            throw new Error('no way');
          },
        },
      ],
    });
    await clusters.start();
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining('"broken" did not start: no way'),
    );
  });
});
