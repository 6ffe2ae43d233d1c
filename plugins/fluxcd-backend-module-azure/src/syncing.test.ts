import { type AzureSim, startAzureSim } from '@internal/azure-sim';
import {
  FOREIGN,
  listed,
  PROD,
  READABLE,
  TEST,
  WORLD,
} from './__testUtils__/azureWorld';
import { waitUntil } from './__testUtils__/waitUntil';
import {
  type AzurePortal,
  startAzurePortal,
} from './__testUtils__/startAzurePortal';

jest.setTimeout(240_000);

describe('keeping in step with Azure', () => {
  let sim: AzureSim;
  let portal: AzurePortal;
  let id: string;

  const start = async (
    clusters: Parameters<typeof startAzureSim>[0]['clusters'],
    options: { pageSize?: number; azure?: Record<string, number> } = {},
  ) => {
    sim = await startAzureSim({
      ...WORLD,
      clusters,
      pageSize: options.pageSize,
    });
    portal = await startAzurePortal({ sim, azure: options.azure });
  };
  const names = async () =>
    (await portal.clusters()).map(cluster => cluster.name).sort();
  const credentialCalls = () =>
    sim.log.requests.filter(({ path }) => /Credential$/.test(path)).length;

  /** With a certificate authority that did not sign the server's certificate. */
  const outdatedKubeconfig = (server: string) => ({
    kubeconfigs: [
      {
        name: 'clusterUser',
        value: Buffer.from(
          JSON.stringify({
            clusters: [
              {
                name: 'c',
                cluster: {
                  server,
                  'certificate-authority-data': Buffer.from(sim.caPem).toString(
                    'base64',
                  ),
                },
              },
            ],
            users: [{ name: 'u', user: {} }],
          }),
        ).toString('base64'),
      },
    ],
  });

  afterEach(async () => {
    await portal?.stop();
    await sim?.stop();
  });

  it('asks for a credential once, and again when the cluster changed', async () => {
    await start([listed('one'), listed('two', { resourceGroup: 'RG2' })]);
    ({ id } = await portal.connect());
    await portal.sync(id);
    await portal.tick();
    expect(credentialCalls()).toBe(2);

    const before = (await portal.cluster('one')).server;
    await sim.control.recreateCluster('one');
    await portal.tick();
    expect(credentialCalls()).toBe(3);
    expect((await portal.cluster('one')).server).not.toBe(before);
    expect(await names()).toEqual(['one', 'two']);
  });

  it('reads a cluster that was deleted and made again under its name', async () => {
    await start([listed('payments', { server: READABLE })]);
    ({ id } = await portal.connect());
    await portal.sync(id);
    const { id: before } = await portal.waitFor('payments', 'connected');
    await sim.control.recreateCluster('payments');
    await portal.waitFor('payments', 'disconnected');
    await portal.tick();
    expect((await portal.waitFor('payments', 'connected')).id).toBe(before);
  });

  it('asks again for a certificate authority that no longer holds, though the list says nothing', async () => {
    await start([listed('payments', { server: READABLE })]);
    sim.control.fail({
      service: 'resourceManager',
      times: 1,
      matches: ({ url }) => /listClusterUserCredential$/.test(url.pathname),
      answer: {
        status: 200,
        body: outdatedKubeconfig(sim.control.apiServer('payments').server),
      },
    });
    ({ id } = await portal.connect());
    await portal.sync(id);
    const { connection } = await portal.waitFor('payments', 'disconnected');
    expect(connection.reason).toBe('tls');
    await portal.tick();
    await portal.waitFor('payments', 'connected');
    await portal.tick();
    expect(credentialCalls()).toBe(2);
  });

  it('leaves nothing behind of a connection that is deleted during its sync', async () => {
    await start(Array.from({ length: 60 }, (_, i) => listed(`aks-${i}`)));
    ({ id } = await portal.connect());
    sim.control.setLatency('resourceManager', 50);
    const { body } = await portal.call(
      'post',
      `azure/subscriptions/${id}/sync`,
    );
    await waitUntil(async () => {
      if ((await names()).length < 5) throw new Error('not yet');
    });
    await portal.call('delete', `azure/subscriptions/${id}`);
    expect(await names()).toEqual([]);
    await waitUntil(async () => {
      const operation = await portal.call('get', `operations/${body.id}`);
      if (!operation.body.finishedAt) throw new Error('still under way');
    });
    expect(await names()).toEqual([]);
  });

  it('synchronizes a connection once at a time', async () => {
    await start([listed('a')]);
    ({ id } = await portal.connect());
    sim.control.setLatency('resourceManager', 300);
    const path = `azure/subscriptions/${id}/sync`;
    const both = await Promise.all([
      portal.call('post', path),
      portal.call('post', path),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([202, 409]);
    expect(await portal.connection(id)).toMatchObject({
      operationId: expect.any(String),
    });
    // The schedule leaves it alone meanwhile.
    await portal.tick();
    await waitUntil(async () => {
      const { operationId } = await portal.connection(id);
      if (operationId) throw new Error('still under way');
    });
    const lists = sim.log.requests.filter(one =>
      one.path.endsWith('managedClusters'),
    );
    expect(lists).toHaveLength(1);
  });

  it('shows a stopped cluster as stopped, and asks nothing for it', async () => {
    await start([listed('nightly', { server: READABLE })]);
    ({ id } = await portal.connect());
    await portal.sync(id);
    const { server } = await portal.waitFor('nightly', 'connected');
    const calls = credentialCalls();
    await sim.control.stopCluster('nightly');
    await portal.tick();
    expect(await portal.waitFor('nightly', 'stopped')).toMatchObject({
      availability: { state: 'stopped' },
      server,
    });
    expect(credentialCalls()).toBe(calls);
    await sim.control.startCluster('nightly');
    await portal.tick();
    const { availability } = await portal.waitFor('nightly', 'connected');
    expect(availability).toBeUndefined();
  });

  it('reads a cluster that was stopped when it was found, once it runs', async () => {
    await start([listed('nightly', { server: READABLE, power: 'Stopped' })]);
    ({ id } = await portal.connect());
    await portal.sync(id);
    await portal.waitFor('nightly', 'stopped');
    await portal.tick();
    expect(credentialCalls()).toBe(0);
    await sim.control.startCluster('nightly');
    await portal.tick();
    await portal.waitFor('nightly', 'connected');
    expect(credentialCalls()).toBe(1);
  });

  it('removes at once what the connection was told to leave out', async () => {
    await start([
      listed('prod', { tags: { Tier: 'gold' } }),
      listed('sandbox-1'),
      listed('other', { subscriptionId: TEST }),
    ]);
    ({ id } = await portal.connect({ subscriptions: [PROD, TEST] }));
    await portal.sync(id);
    const path = `azure/subscriptions/${id}`;
    await portal.call('patch', path, { exclude: { names: ['SANDBOX-*'] } });
    await portal.tick();
    expect(await names()).toEqual(['other', 'prod']);
    await portal.call('patch', path, { subscriptions: [PROD] });
    await portal.tick();
    expect(await names()).toEqual(['prod']);
    await portal.call('patch', path, { include: { tags: { tier: 'silver' } } });
    await portal.tick();
    expect(await names()).toEqual([]);
  });

  it('gives a cluster to the first of two connections that see it', async () => {
    await start([listed('shared')]);
    const first = await portal.connect();
    const second = await portal.connect({ name: 'second' });
    await portal.sync(first.id);
    const operation = await portal.sync(second.id);
    expect(operation.targets[0].steps).toMatchObject([{ state: 'skipped' }]);
    expect((await portal.discover(second.id)).items).toMatchObject([
      { verdict: 'excluded', reason: expect.stringContaining('another') },
    ]);
    const { clusterCount } = await portal.connection(second.id);
    expect(clusterCount).toBe(0);

    await portal.call('delete', `azure/subscriptions/${first.id}`);
    expect(await names()).toEqual([]);
    await portal.tick();
    expect(await names()).toEqual(['shared']);
  });

  it('imports a cluster once that two connections find at the same moment', async () => {
    await start([listed('shared')]);
    await portal.connect();
    await portal.connect({ name: 'second' });
    sim.control.setLatency('resourceManager', 100);
    await portal.tick();
    expect(await names()).toEqual(['shared']);
    expect(credentialCalls()).toBe(1);
    const { body } = await portal.call('get', 'azure/subscriptions');
    const counts = body.items.map(
      (one: { clusterCount: number }) => one.clusterCount,
    );
    expect(counts.sort()).toEqual([0, 1]);
  });

  it('keeps clusters of one name apart, and their names for good', async () => {
    await start([
      listed('web_1', { resourceGroup: 'alpha' }),
      listed('web-1', { resourceGroup: 'beta' }),
      listed('WEB-1', { resourceGroup: 'beta', subscriptionId: TEST }),
    ]);
    ({ id } = await portal.connect({ subscriptions: [PROD, TEST] }));
    await portal.sync(id);
    const before = await names();
    expect(before).toEqual([
      'web-1',
      expect.stringMatching(/^web-1-[0-9a-f]{6}$/),
      'web-1-beta',
    ]);
    await sim.control.recreateCluster('web-1');
    await portal.tick();
    expect(await names()).toEqual(before);
    expect(await portal.connection(id)).toMatchObject({ status: 'ok' });
  });

  it('leaves its name to a cluster that somebody added by hand', async () => {
    await start([listed('web-1', { resourceGroup: 'alpha' })]);
    const { status } = await portal.call('post', 'clusters', {
      name: 'web-1',
      credentials: {
        type: 'token',
        server: 'https://127.0.0.1:1',
        token: 'by-hand',
      },
      allowFailedTest: true,
    });
    expect(status).toBe(201);
    ({ id } = await portal.connect());
    await portal.sync(id);
    expect(await names()).toEqual(['web-1', 'web-1-alpha']);
  });

  it('says of a subscription of another tenant that it is one', async () => {
    await start([listed('a')]);
    ({ id } = await portal.connect({ subscriptions: [PROD, FOREIGN] }));
    expect(await portal.sync(id)).toMatchObject({ state: 'failed' });
    expect(await portal.connection(id)).toMatchObject({
      status: 'partial',
      problems: [
        { code: 'InvalidAuthenticationTokenTenant', subscriptionId: FOREIGN },
      ],
      clusterCount: 1,
    });
  });
});
