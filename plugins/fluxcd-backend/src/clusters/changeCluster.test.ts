import { TestDatabases } from '@backstage/backend-test-utils';
import type { ClusterCredentialsInput } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { setupClusters } from '../__testUtils__/setupClusters';
import { startApiServer } from '../__testUtils__/startApiServer';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

describe.each(databases.eachSupportedId())('a cluster on %s', id => {
  const given = setupClusters(databases, id);

  /** One cluster that is there, and everything that was told of it since. */
  async function start(...options: Parameters<typeof given.create>) {
    const clusters = given.create(...options);
    const { cluster } = await clusters.service.create(
      given.input({ description: 'Pays the bills', environment: 'prod' }),
      given.actor,
    );
    const told: string[] = [];
    clusters.service.onChange(({ type }) => told.push(type));
    return { ...clusters, cluster, told };
  }

  const withToken = (token: string, more: object = {}) =>
    ({
      ...given.input().credentials,
      token,
      ...more,
    } as ClusterCredentialsInput);
  const sealed = async () => (await given.knex('clusters').first()).credentials;

  it('is called anew where something is said, loses what is emptied and keeps the rest', async () => {
    const { service, connector, cluster, told } = await start();
    const client = await connector.connect(cluster.id);
    const changed = await service.update(cluster.id, {
      title: 'Payments 🚀',
      description: '',
      labels: { region: 'eu' },
    });
    expect(changed).toMatchObject({
      name: 'production',
      title: 'Payments 🚀',
      description: undefined,
      environment: 'prod',
      labels: { region: 'eu' },
    });
    expect(changed.updatedAt >= cluster.updatedAt).toBe(true);
    expect(told).toEqual(['described']);
    // A new title is no reason to drop a connection.
    expect(await connector.connect(cluster.id)).toBe(client);
  });

  it('is kept current as configured, unless it is set, until that is taken back', async () => {
    const { service, sync, cluster, told } = await start({
      config: {
        clusters: {
          allowedCidrs: ['127.0.0.0/8'],
          autoSync: false,
          resyncMinutes: 30,
        },
      },
    });
    const asConfigured = {
      auto: false,
      resyncMinutes: 30,
      overridden: { auto: false, resyncMinutes: false },
    };
    expect(await sync.get(cluster.id)).toEqual(asConfigured);
    await service.update(cluster.id, { sync: { auto: true } });
    await service.update(cluster.id, { sync: { resyncMinutes: 0 } });
    const own = {
      auto: true,
      resyncMinutes: 0,
      overridden: { auto: true, resyncMinutes: true },
    };
    expect(await sync.get(cluster.id)).toEqual(own);
    expect((await sync.all())(cluster.id)).toEqual(own);
    await service.update(cluster.id, {
      sync: { auto: null, resyncMinutes: null },
    });
    expect(await sync.get(cluster.id)).toEqual(asConfigured);
    expect(told).toEqual(['updated', 'updated', 'updated']);
  });

  it('is watched, and listed in full twice a day, when nothing is configured', async () => {
    const { sync, cluster } = await start();
    expect(await sync.get(cluster.id)).toMatchObject({
      auto: true,
      resyncMinutes: 720,
    });
  });

  it.each([-1, 1.5, 10_081])(
    'does not start with an interval of %s',
    resyncMinutes => {
      expect(() =>
        given.create({ config: { clusters: { resyncMinutes } } }),
      ).toThrow(/^fluxcd\.clusters\.resyncMinutes: /);
    },
  );

  it('takes credentials that work, and uses them at once', async () => {
    const { service, connector, cluster, told } = await start();
    const client = await connector.connect(cluster.id);
    given.api.tokens = { 'next-token': 'system:serviceaccount:flux:next' };
    const test = await service.replaceCredentials(
      cluster.id,
      withToken('next-token'),
    );
    expect(test).toMatchObject({
      ok: true,
      username: 'system:serviceaccount:flux:next',
    });
    expect(told).toEqual(['updated']);
    const next = await connector.connect(cluster.id);
    expect(next).not.toBe(client);
    await expect(next.request({ path: '/version' })).resolves.toBeDefined();
  });

  it('is still known by the stored certificate authority when only a token is given', async () => {
    const { service, connector, cluster } = await start();
    given.api.tokens = { 'next-token': 'system:serviceaccount:flux:next' };
    await service.replaceCredentials(
      cluster.id,
      withToken('next-token', { certificateAuthority: undefined }),
    );
    const client = await connector.connect(cluster.id);
    await expect(client.request({ path: '/version' })).resolves.toBeDefined();
  });

  it('keeps its credentials when the new ones do not work', async () => {
    const { service, cluster, told } = await start();
    const before = await sealed();
    await expect(
      service.replaceCredentials(cluster.id, withToken('wrong-token')),
    ).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(/failed at the step "authenticate"/),
    });
    expect(await sealed()).toBe(before);
    expect(told).toEqual([]);
  });

  it('keeps its credentials when the server does not answer: nobody knows then whether they work', async () => {
    const { service, cluster } = await start();
    const before = await sealed();
    given.api.override = () => ({ status: 503, body: {} });
    await expect(
      service.replaceCredentials(cluster.id, withToken('good-token')),
    ).rejects.toMatchObject({
      name: 'InputError',
      message: expect.not.stringContaining('allowFailedTest'),
    });
    expect(await sealed()).toBe(before);
  });

  it('refuses the credentials of another server, without calling it', async () => {
    const { service, cluster } = await start();
    const other = await startApiServer();
    await expect(
      service.replaceCredentials(
        cluster.id,
        withToken('good-token', {
          server: other.server,
          certificateAuthority: other.certificateAuthority,
        }),
      ),
    ).rejects.toThrow(`credentials: must be of this cluster's server`);
    expect(other.requests).toEqual([]);
    await other.stop();
  });

  it('tells of its health with what is stored, once for all who ask at the same time', async () => {
    const { service, cluster } = await start();
    given.api.requests.length = 0;
    const [one, two] = await Promise.all([
      service.testStored(cluster.id),
      service.testStored(cluster.id),
    ]);
    expect(one).toBe(two);
    expect(one).toMatchObject({ ok: true, kubernetesVersion: 'v1.36.2' });
    expect(given.api.requests.filter(r => r === 'GET /version')).toHaveLength(
      // The step that connects, and the one that looks for Flux.
      2,
    );
    given.api.tokens = {};
    expect(await service.testStored(cluster.id)).toMatchObject({
      ok: false,
      steps: expect.arrayContaining([
        expect.objectContaining({
          step: 'authenticate',
          state: 'failed',
          reason: 'unauthorized',
        }),
      ]),
    });
  });

  it('says so when no key opens its credential', async () => {
    const { cluster } = await start();
    const other = given.create({
      keys: ['0'.repeat(43)],
    });
    expect(await other.service.testStored(cluster.id)).toMatchObject({
      ok: false,
      steps: [{ state: 'failed', reason: 'credentials-unreadable' }],
    });
  });

  it('belongs to its source: the portal changes only how it is kept current', async () => {
    const { service, cluster } = await start();
    await given.knex('clusters').update({ source: 'azure-aks' });
    for (const change of [
      () => service.update(cluster.id, { title: 'Mine' }),
      () => service.update(cluster.id, { labels: {} }),
      () => service.replaceCredentials(cluster.id, withToken('good-token')),
    ]) {
      await expect(change()).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining('azure-aks'),
      });
    }
    await service.update(cluster.id, { sync: { auto: false } });
    expect((await service.get(cluster.id)).title).toBe('Production');
  });

  it('takes its settings with it when it goes', async () => {
    const { service, cluster } = await start();
    await service.update(cluster.id, { sync: { auto: false } });
    await service.delete(cluster.id);
    expect(await given.knex('cluster_settings')).toEqual([]);
    for (const late of [
      () => service.update(cluster.id, { sync: { auto: true } }),
      () => service.testStored(cluster.id),
      () => service.replaceCredentials(cluster.id, withToken('good-token')),
    ]) {
      await expect(late()).rejects.toMatchObject({ name: 'NotFoundError' });
    }
  });
});
