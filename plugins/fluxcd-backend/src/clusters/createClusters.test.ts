import { randomBytes } from 'node:crypto';
import { ConfigReader } from '@backstage/config';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { CreateCluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type {
  ClusterRegistry,
  ClusterSource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { Knex } from 'knex';
import { startApiServer } from '../__testUtils__/startApiServer';
import { createClusters } from './createClusters';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const KEY = randomBytes(32).toString('base64url');
const OTHER_KEY = randomBytes(32).toString('base64url');
const ACTOR = { actor: 'user:default/ada' };

describe.each(databases.eachSupportedId())('Clusters on %s', id => {
  let knex: Knex;
  let api: Awaited<ReturnType<typeof startApiServer>>;
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    knex = await databases.init(id);
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@flux-orchestrator/backstage-plugin-fluxcd-backend',
        'migrations',
      ),
    });
  });

  beforeEach(async () => {
    await knex('clusters').delete();
    api = await startApiServer();
  });

  afterEach(async () => {
    await Promise.all(stops.splice(0).map(stop => stop()));
    await api.stop();
  });

  const create = (
    options: {
      keys?: string[];
      config?: object;
      sources?: ClusterSource[];
      logger?: ReturnType<typeof mockServices.logger.mock>;
    } = {},
  ) => {
    const clusters = createClusters({
      config: new ConfigReader({
        fluxcd: {
          encryption: { keys: options.keys ?? [KEY] },
          clusters: { allowedCidrs: ['127.0.0.0/8'] },
          ...options.config,
        },
      }),
      knex,
      logger: options.logger ?? mockServices.logger.mock(),
      sources: options.sources,
    });
    stops.push(() => clusters.stop());
    return clusters;
  };

  const input = (change: Partial<CreateCluster> = {}): CreateCluster => ({
    name: 'production',
    title: 'Production',
    labels: { tier: 'gold' },
    credentials: {
      type: 'token',
      server: `${api.server}/`,
      certificateAuthority: api.certificateAuthority,
      token: 'good-token',
    },
    ...change,
  });

  const count = async () =>
    Number((await knex('clusters').count({ n: '*' }).first())!.n);

  it('adds a cluster, lists it, connects to it and removes it', async () => {
    const { service, connector } = create();
    const changes: unknown[] = [];
    service.onChange(change => changes.push(change));

    const { cluster, test } = await service.create(input(), ACTOR);
    expect(test.ok).toBe(true);
    expect(cluster).toMatchObject({
      name: 'production',
      title: 'Production',
      labels: { tier: 'gold' },
      source: 'manual',
      server: api.server,
      auth: { type: 'token' },
      createdBy: ACTOR.actor,
    });
    expect(await service.list()).toEqual([cluster]);
    expect(await service.get(cluster.id)).toEqual(cluster);

    const client = await connector.connect(cluster.id);
    await expect(client.request({ path: '/version' })).resolves.toEqual({
      gitVersion: 'v1.36.2',
    });
    expect(await connector.connect(cluster.id)).toBe(client);
    expect(await connector.connect(cluster.id, { fresh: true })).not.toBe(
      client,
    );
    await expect(client.request({ path: '/version' })).rejects.toMatchObject({
      reason: 'unreachable',
    });

    await service.delete(cluster.id);
    expect(await service.list()).toEqual([]);
    await expect(connector.connect(cluster.id)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    await expect(service.get(cluster.id)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    await expect(service.delete(cluster.id)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    expect(changes).toEqual([
      { type: 'added', clusterId: cluster.id },
      { type: 'deleted', clusterId: cluster.id },
    ]);
  });

  it('keeps every credential unreadable in a dump of the database', async () => {
    const { service } = create();
    const pair = await api.issueClientCertificate('ops');
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    await service.create(
      input({
        credentials: {
          type: 'kubeconfig',
          kubeconfig: JSON.stringify({
            clusters: [
              {
                name: 'k',
                cluster: {
                  server: api.server,
                  'certificate-authority-data': base64(
                    api.certificateAuthority,
                  ),
                },
              },
            ],
            contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
            users: [
              {
                name: 'u',
                user: {
                  'client-certificate-data': base64(pair.certificate),
                  'client-key-data': base64(pair.privateKey),
                },
              },
            ],
          }),
        },
      }),
      ACTOR,
    );
    await knex('clusters').update({ name: 'first', server_hash: 'x' });
    await service.create(input(), ACTOR);

    const dump = JSON.stringify(await knex('clusters'));
    const secrets = [
      'good-token',
      'PRIVATE KEY',
      ...pair.privateKey.split('\n').filter(line => line.length > 20),
    ];
    for (const secret of secrets) {
      for (const form of [
        secret,
        base64(secret).replace(/=+$/, ''),
        Buffer.from(secret).toString('hex'),
      ]) {
        expect(dump).not.toContain(form);
      }
    }
    expect(dump).toContain('gAAAA');
  });

  it('stores nothing when the test fails, and says which step', async () => {
    const { service } = create();
    api.tokens = {};
    for (const allowFailedTest of [false, true]) {
      await expect(
        service.create(input({ allowFailedTest }), ACTOR),
      ).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringMatching(
          /^credentials: the connection test failed at the step "authenticate": .*does not accept the credential/,
        ),
      });
    }
    expect(await count()).toBe(0);
  });

  it('stores a cluster that does not answer only when asked to', async () => {
    const { service } = create();
    const gone = await startApiServer();
    await gone.stop();
    const credentials = {
      type: 'token' as const,
      server: gone.server,
      token: 'good-token',
    };
    await expect(service.create(input({ credentials }), ACTOR)).rejects.toThrow(
      /step "connect".*Set allowFailedTest/,
    );
    expect(await count()).toBe(0);
    const { test } = await service.create(
      input({ credentials, allowFailedTest: true }),
      ACTOR,
    );
    expect(test.ok).toBe(false);
    expect(await count()).toBe(1);
  });

  it('refuses an address that is not listed, whatever is asked for', async () => {
    const { service } = create({ config: { clusters: {} } });
    await expect(
      service.create(input({ allowFailedTest: true }), ACTOR),
    ).rejects.toThrow(/step "address".*allowedCidrs: \['127\.0\.0\.1\/32'\]/);
    expect(await count()).toBe(0);
  });

  it('refuses the same name and the same server, naming the cluster that is there', async () => {
    const { service } = create();
    await service.create(input(), ACTOR);
    await expect(service.create(input(), ACTOR)).rejects.toMatchObject({
      name: 'ConflictError',
      message: 'name: the cluster "production" exists already',
    });
    const [host, port] = api.server.slice('https://'.length).split(':');
    for (const server of [
      api.server,
      `${api.server}///`,
      `HTTPS://${host}:${port}`,
      `https://2130706433:${port}`,
    ]) {
      await expect(
        service.create(
          input({
            name: 'other',
            credentials: { ...input().credentials, server } as any,
          }),
          ACTOR,
        ),
      ).rejects.toMatchObject({
        name: 'ConflictError',
        message:
          'server: this server is registered already as the cluster "production"',
      });
    }
    expect(await count()).toBe(1);
  });

  it.each([
    ['the same', ['production', 'production', 'production']],
    ['the same server by other names', ['a', 'b', 'c']],
  ])('makes one row of creates at the same time: %s', async (_name, names) => {
    const { service } = create();
    const results = await Promise.allSettled(
      names.map(name => service.create(input({ name }), ACTOR)),
    );
    const refused = results.filter(r => r.status === 'rejected');
    expect(refused).toHaveLength(2);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({
        name: 'ConflictError',
        message: expect.stringMatching(/the cluster "/),
      });
    }
    expect(await count()).toBe(1);
  });

  it('does not open a credential that was moved to another row', async () => {
    const { service, connector } = create();
    const { cluster } = await service.create(input(), ACTOR);
    const other = await startApiServer();
    const { cluster: victim } = await service.create(
      input({
        name: 'victim',
        credentials: {
          type: 'token',
          server: other.server,
          certificateAuthority: other.certificateAuthority,
          token: 'good-token',
        },
      }),
      ACTOR,
    );
    await other.stop();
    const { credentials } = await knex('clusters')
      .where({ id: cluster.id })
      .first();
    await knex('clusters').where({ id: victim.id }).update({ credentials });
    await expect(connector.connect(victim.id)).rejects.toMatchObject({
      reason: 'credentials-unreadable',
    });
  });

  it('starts with a wrong key, marks what it cannot read and leaves it as it is', async () => {
    const { cluster } = await create().service.create(input(), ACTOR);
    const before = await knex('clusters').first();

    const logger = mockServices.logger.mock();
    const wrong = create({ keys: [OTHER_KEY], logger });
    await wrong.start();
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining(`production (key ${before.key_id})`),
    );
    expect(await wrong.service.list()).toHaveLength(1);
    await expect(wrong.connector.connect(cluster.id)).rejects.toMatchObject({
      name: 'KubernetesError',
      reason: 'credentials-unreadable',
    });
    expect(await knex('clusters').first()).toEqual(before);

    const right = create();
    await expect(right.connector.connect(cluster.id)).resolves.toBeDefined();
  });

  it('brings what an old key sealed to the new one, so that the old one can go', async () => {
    const { cluster } = await create().service.create(input(), ACTOR);
    const before = await knex('clusters').first();
    await create({ keys: [OTHER_KEY, KEY] }).start();
    const after = await knex('clusters').first();
    expect(after.key_id).not.toBe(before.key_id);
    expect(after).toEqual({
      ...before,
      credentials: after.credentials,
      key_id: after.key_id,
    });
    const { connector } = create({ keys: [OTHER_KEY] });
    const client = await connector.connect(cluster.id);
    await expect(client.request({ path: '/version' })).resolves.toBeDefined();
  });

  it('drops its connections when another replica deletes or changes the cluster', async () => {
    const here = create();
    const there = create();
    const { cluster } = await here.service.create(input(), ACTOR);
    const client = await here.connector.connect(cluster.id);
    await knex('clusters').update({ updated_at: '2100-01-01T00:00:00.000Z' });
    const next = await here.connector.connect(cluster.id);
    expect(next).not.toBe(client);
    await there.service.delete(cluster.id);
    await expect(here.connector.connect(cluster.id)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    await expect(next.request({ path: '/version' })).rejects.toMatchObject({
      reason: 'unreachable',
    });
  });

  describe('with a cluster source', () => {
    const start = async (keys?: string[]) => {
      let registry: ClusterRegistry | undefined;
      const clusters = create({
        keys,
        sources: [
          {
            id: 'test-source',
            start: async ({ clusters: given }) => {
              registry = given;
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
      server: api.server,
      auth: { type: 'token' as const },
      secret: {
        token: 'good-token',
        certificateAuthority: api.certificateAuthority,
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
      api.tokens = { 'new-token': 'x' };
      const next = await connector.connect(clusterId);
      await expect(next.request({ path: '/version' })).resolves.toBeDefined();

      expect(await registry.listSourceIds()).toEqual([found().sourceId]);
      await registry.retire('unknown');
      await registry.retire(found().sourceId);
      expect(await registry.listSourceIds()).toEqual([]);
      expect(changes).toEqual(['added', 'updated', 'updated', 'deleted']);
    });

    it('cannot touch what others added, nor be undone by hand', async () => {
      const { registry, service } = await start();
      const { cluster } = await service.create(input(), ACTOR);
      await expect(registry.upsert(found())).rejects.toMatchObject({
        name: 'ConflictError',
      });
      await registry.retire(cluster.id);
      expect(await registry.listSourceIds()).toEqual([]);
      expect(await count()).toBe(1);

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
      await knex('clusters').update({ source: 'another-source' });
      expect(await registry.listSourceIds()).toEqual([]);
      await registry.retire(found().sourceId);
      expect(await count()).toBe(1);
      await expect(registry.upsert(found())).rejects.toMatchObject({
        name: 'ConflictError',
      });
    });

    it('does not overwrite what a wrong key cannot read', async () => {
      const { registry } = await start();
      await registry.upsert(found());
      const before = await knex('clusters').first();
      const wrong = await start([OTHER_KEY]);
      await expect(
        wrong.registry.upsert({ ...found(), title: 'x' }),
      ).rejects.toMatchObject({ reason: 'credentials-unreadable' });
      expect(await knex('clusters').first()).toEqual(before);
    });

    it('refuses a name and a server that a person could not give either', async () => {
      const { registry } = await start();
      await expect(
        registry.upsert({ ...found(), name: 'No Label' }),
      ).rejects.toThrow(/^name must be an RFC 1123 label/);
      await expect(
        registry.upsert({ ...found(), server: 'http://x' }),
      ).rejects.toThrow(/^server must be a URL/);
      expect(await count()).toBe(0);
    });
  });

  it('starts though a source fails', async () => {
    const logger = mockServices.logger.mock();
    const clusters = create({
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
