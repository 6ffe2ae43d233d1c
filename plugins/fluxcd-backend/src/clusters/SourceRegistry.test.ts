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

  it('leaves nothing to continue when the cluster has another server, and only then', async () => {
    const { registry } = await start();
    const { id: clusterId } = await registry.upsert(found());
    await given.knex('cluster_kinds').insert({
      cluster_id: clusterId,
      api_group: 'kustomize.toolkit.fluxcd.io',
      kind: 'Kustomization',
      version: 'v1',
      state: 'watching',
      resource_version: '10',
    });
    const version = async () =>
      (await given.knex('cluster_kinds').first()).resource_version;
    await registry.upsert({ ...found(), title: 'Found' });
    expect(await version()).toBe('10');

    await registry.upsert({ ...found(), server: 'https://127.0.0.1:1' });
    expect(await version()).toBeNull();
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

  it('finds a cluster by the id of its source, without reading the others', async () => {
    const { registry } = await start();
    await registry.upsert(found());
    const asked: string[] = [];
    const note = ({ sql }: { sql: string }) => asked.push(sql);
    given.knex.on('query', note);
    await registry.upsert(found());
    await registry.setAvailability('unknown', undefined);
    await registry.retire('unknown');
    given.knex.off('query', note);
    expect(asked).toHaveLength(3);
    for (const sql of asked) expect(sql).toMatch(/where.*source_id/);
  });

  it('makes one cluster of what two replicas find at the same time', async () => {
    const [here, there] = [await start(), await start()];
    const ids = await Promise.all(
      [here, there].map(({ registry }) => registry.upsert(found())),
    );
    expect(ids[0]).toEqual(ids[1]);
    expect(await given.count()).toBe(1);
  });

  it('keeps what the source says about a cluster, and since when', async () => {
    const { registry, service, changes } = await start();
    const { id: clusterId } = await registry.upsert(found());
    const { sourceId } = found();
    const stopped = { state: 'stopped' as const, message: 'It is off.' };
    await registry.setAvailability(sourceId, stopped);
    const first = (await service.get(clusterId)).availability;
    expect(first).toEqual({ ...stopped, since: expect.any(String) });

    // The same again, other words, and an update of the rest.
    await registry.setAvailability(sourceId, stopped);
    await new Promise(resolve => setTimeout(resolve, 5));
    await registry.setAvailability(sourceId, { ...stopped, message: 'Off.' });
    await registry.upsert({ ...found(), title: 'Found' });
    expect((await service.get(clusterId)).availability).toEqual({
      ...first,
      message: 'Off.',
    });
    expect(await registry.list()).toMatchObject([
      { availability: { state: 'stopped' } },
    ]);

    const missing = { state: 'missing' as const, message: 'Not listed.' };
    await registry.setAvailability(sourceId, missing);
    const later = (await service.get(clusterId)).availability!;
    expect(later).toMatchObject(missing);
    expect(later.since > first!.since).toBe(true);
    await registry.setAvailability(sourceId, undefined);
    expect((await service.get(clusterId)).availability).toBeUndefined();
    expect(changes).toEqual([
      'added',
      'updated',
      'described',
      'updated',
      'updated',
      'described',
    ]);
  });

  it('calls a stopped cluster by nobody, and says that it is stopped', async () => {
    const { registry, service, connector } = await start();
    const { id: clusterId } = await registry.upsert(found());
    const { sourceId } = found();
    expect(await registry.test(sourceId)).toEqual({
      ok: true,
      message: expect.stringContaining('Found Flux'),
    });
    await registry.setAvailability(sourceId, {
      state: 'stopped',
      message: 'It is off.',
    });
    given.api.requests.length = 0;
    expect(await registry.test(sourceId)).toEqual({
      ok: false,
      message: 'The cluster is stopped: It is off.',
    });
    expect(await service.testStored(clusterId)).toMatchObject({
      ok: false,
      steps: [{ step: 'connect', state: 'failed' }],
    });
    await expect(connector.connect(clusterId)).rejects.toMatchObject({
      reason: 'unreachable',
      message: 'The cluster is stopped.',
    });
    expect(given.api.requests).toEqual([]);
    expect(await service.stopOf(clusterId)).toMatchObject({
      message: 'It is off.',
    });

    // One that is missing is called all the same.
    await registry.setAvailability(sourceId, {
      state: 'missing',
      message: 'Not listed.',
    });
    expect((await registry.test(sourceId)).ok).toBe(true);
    expect(await service.stopOf(clusterId)).toBeUndefined();
    expect(await service.stopOf('unknown')).toBeUndefined();
    await expect(registry.test('unknown')).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  it('tests what is stored, and says what failed', async () => {
    const { registry } = await start();
    await registry.upsert(found());
    given.api.tokens = {};
    expect(await registry.test(found().sourceId)).toEqual({
      ok: false,
      message: expect.stringContaining('credential'),
    });
  });

  it('keeps the page of the cluster, if it is one that people may be sent to', async () => {
    const { registry, service, changes } = await start();
    const consoleUrl = 'https://portal.example.com/#resource/a';
    const { id: clusterId } = await registry.upsert({ ...found(), consoleUrl });
    expect((await service.get(clusterId)).consoleUrl).toBe(consoleUrl);
    const moved = `${consoleUrl}/b`;
    await registry.upsert({ ...found(), consoleUrl: moved });
    expect((await service.get(clusterId)).consoleUrl).toBe(moved);
    expect(changes).toEqual(['added', 'updated']);
    for (const bad of [
      'http://portal.example.com',
      'data:text/html,https://x',
      'https://me:secret@portal.example.com',
      'https://portal.example.com\\@evil',
      'https://portal.example.com/\nx',
      `https://portal.example.com/${'x'.repeat(2048)}`,
      '',
    ]) {
      await expect(
        registry.upsert({ ...found(), consoleUrl: bad }),
      ).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringMatching(/^consoleUrl must be/),
      });
    }
  });

  it('makes a new connection when what it signs in with has changed', async () => {
    const { registry, connector } = await start();
    const { id: clusterId } = await registry.upsert(found());
    const before = await connector.connect(clusterId);
    await given.knex('clusters').update({
      auth: JSON.stringify({ type: 'token', expiresAt: '2030-01-01' }),
    });
    expect(await connector.connect(clusterId)).not.toBe(before);
  });

  it('refuses texts that no column holds, and ways to sign in that nobody knows', async () => {
    const { registry } = await start();
    for (const change of [
      { sourceId: 'x'.repeat(513) },
      { title: 'x'.repeat(129) },
      { environment: 'x'.repeat(64) },
      { auth: { type: 'azure' } as never },
    ]) {
      await expect(
        registry.upsert({ ...found(), ...change }),
      ).rejects.toMatchObject({ name: 'InputError' });
    }
    await registry.upsert({ ...found(), sourceId: 'x'.repeat(512) });
    expect(await given.count()).toBe(1);
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
