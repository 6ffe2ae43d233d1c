import { TestDatabases } from '@backstage/backend-test-utils';
import { setupClusters } from '../__testUtils__/setupClusters';
import { startApiServer } from '../__testUtils__/startApiServer';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

describe.each(databases.eachSupportedId())('ClusterService on %s', id => {
  const given = setupClusters(databases, id);

  it('adds a cluster, lists it, connects to it and removes it', async () => {
    const { service, connector } = given.create();
    const changes: unknown[] = [];
    service.onChange(change => changes.push(change));

    const { cluster, test } = await service.create(given.input(), given.actor);
    expect(test.ok).toBe(true);
    expect(cluster).toMatchObject({
      name: 'production',
      title: 'Production',
      labels: { tier: 'gold' },
      source: 'manual',
      server: given.api.server,
      auth: { type: 'token' },
      createdBy: given.actor.actor,
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

  it('stores nothing when the test fails, and says which step', async () => {
    const { service } = given.create();
    given.api.tokens = {};
    for (const allowFailedTest of [false, true]) {
      await expect(
        service.create(given.input({ allowFailedTest }), given.actor),
      ).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringMatching(
          /^credentials: the connection test failed at the step "authenticate": .*does not accept the credential/,
        ),
      });
    }
    expect(await given.count()).toBe(0);
  });

  it('stores a cluster that does not answer only when asked to', async () => {
    const { service } = given.create();
    const gone = await startApiServer();
    await gone.stop();
    const credentials = {
      type: 'token' as const,
      server: gone.server,
      token: 'good-token',
    };
    await expect(
      service.create(given.input({ credentials }), given.actor),
    ).rejects.toThrow(/step "connect".*Set allowFailedTest/);
    expect(await given.count()).toBe(0);
    const { test } = await service.create(
      given.input({ credentials, allowFailedTest: true }),
      given.actor,
    );
    expect(test.ok).toBe(false);
    expect(await given.count()).toBe(1);
  });

  it('refuses an address that is not listed, whatever is asked for', async () => {
    const { service } = given.create({ config: { clusters: {} } });
    await expect(
      service.create(given.input({ allowFailedTest: true }), given.actor),
    ).rejects.toThrow(/step "address".*allowedCidrs: \['127\.0\.0\.1\/32'\]/);
    expect(await given.count()).toBe(0);
  });

  it('refuses the same name and the same server, naming the cluster that is there', async () => {
    const { service } = given.create();
    await service.create(given.input(), given.actor);
    await expect(
      service.create(given.input(), given.actor),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: 'name: the cluster "production" exists already',
    });
    const [host, port] = given.api.server.slice('https://'.length).split(':');
    for (const server of [
      given.api.server,
      `${given.api.server}///`,
      `HTTPS://${host}:${port}`,
      `https://2130706433:${port}`,
    ]) {
      await expect(
        service.create(
          given.input({
            name: 'other',
            credentials: { ...given.input().credentials, server } as any,
          }),
          given.actor,
        ),
      ).rejects.toMatchObject({
        name: 'ConflictError',
        message:
          'server: this server is registered already as the cluster "production"',
      });
    }
    expect(await given.count()).toBe(1);
  });

  it.each([
    ['the same', ['production', 'production', 'production']],
    ['the same server by other names', ['a', 'b', 'c']],
  ])('makes one row of creates at the same time: %s', async (_name, names) => {
    const { service } = given.create();
    const results = await Promise.allSettled(
      names.map(name => service.create(given.input({ name }), given.actor)),
    );
    const refused = results.filter(r => r.status === 'rejected');
    expect(refused).toHaveLength(2);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({
        name: 'ConflictError',
        message: expect.stringMatching(/the cluster "/),
      });
    }
    expect(await given.count()).toBe(1);
  });

  it('knows whether its connections are made of what another replica stored', async () => {
    const [here, there] = [given.create(), given.create()];
    const { cluster } = await here.service.create(given.input(), given.actor);
    const isCurrent = () => here.connector.isCurrent(cluster.id);
    // There are none.
    await expect(isCurrent()).resolves.toBeUndefined();
    await here.connector.connect(cluster.id);
    await expect(isCurrent()).resolves.toBe(true);
    await there.service.update(cluster.id, { title: 'Another title' });
    await expect(isCurrent()).resolves.toBe(true);
    await given
      .knex('clusters')
      .update({ auth: '{"type":"token","changed":true}' });
    await expect(isCurrent()).resolves.toBe(false);
    await here.connector.connect(cluster.id);
    await expect(isCurrent()).resolves.toBe(true);
    await given.knex('clusters').update({ credentials: 'sealed otherwise' });
    await expect(isCurrent()).resolves.toBe(false);
    await given.knex('clusters').delete();
    await expect(isCurrent()).resolves.toBe(false);
  });

  it('drops its connections when another replica deletes or changes the cluster', async () => {
    const here = given.create();
    const there = given.create();
    const { cluster } = await here.service.create(given.input(), given.actor);
    const client = await here.connector.connect(cluster.id);
    given.api.tokens['other-token'] = 'system:serviceaccount:flux:other';
    await there.service.replaceCredentials(cluster.id, {
      ...given.input().credentials,
      token: 'other-token',
    } as any);
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
});
