import { TestDatabases } from '@backstage/backend-test-utils';
import { type AzureSim, startAzureSim } from '@internal/azure-sim';
import {
  listed,
  OBJECT,
  READABLE,
  TEST,
  WORLD,
} from './__testUtils__/azureWorld';
import {
  type AzurePortal,
  startAzurePortal,
} from './__testUtils__/startAzurePortal';

jest.setTimeout(240_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

describe.each(databases.eachSupportedId())('connecting to Azure on %s', on => {
  let sim: AzureSim;
  let portal: AzurePortal;

  beforeAll(async () => {
    sim = await startAzureSim({
      ...WORLD,
      clusters: [
        listed('payments', {
          tags: { environment: 'production', 'cost center': 'a/b c' },
          server: READABLE,
        }),
        listed('batch', { resourceGroup: 'RG-Two', power: 'Stopped' }),
        listed('inner', { subscriptionId: TEST, private: 'private-name' }),
        listed('outer', { subscriptionId: TEST, private: 'public-name' }),
      ],
    });
    portal = await startAzurePortal({ sim, knex: await databases.init(on) });
  });

  afterAll(async () => {
    await portal?.stop();
    await sim?.stop();
  });

  it('tests, discovers, imports and reads the clusters of a subscription', async () => {
    const { id } = await portal.connect();
    const tested = await portal.test(id);
    expect(tested.steps.filter(s => s.state !== 'passed')).toEqual([]);
    expect(tested).toMatchObject({ ok: true, objectId: OBJECT });
    expect((await portal.discover(id)).items).toMatchObject([
      { name: 'batch', verdict: 'import', power: 'stopped' },
      { name: 'payments', verdict: 'import', entra: true, power: 'running' },
    ]);

    expect(await portal.sync(id)).toMatchObject({
      type: 'source-sync',
      state: 'succeeded',
      targets: [
        {
          steps: [
            {
              namespace: 'RG-Two',
              name: 'batch',
              state: 'succeeded',
              message: 'Imported as batch. It is stopped.',
            },
            {
              kind: 'ManagedCluster',
              namespace: 'rg1',
              name: 'payments',
              state: 'succeeded',
            },
          ],
        },
      ],
    });

    expect(await portal.waitFor('payments', 'connected')).toMatchObject({
      source: 'azure-aks',
      title: 'payments',
      environment: 'production',
      labels: { 'cost-center': 'a-b-c', environment: 'production' },
      auth: { type: 'azure', connectionId: id },
    });
    expect(await portal.waitFor('batch', 'stopped')).toMatchObject({
      availability: { state: 'stopped' },
      server: expect.stringContaining('batch-'),
    });
    expect(
      sim.log.requests.filter(({ path }) => /batch\/list/.test(path)),
    ).toEqual([]);
    const { body } = await portal.call('get', 'resources');
    expect(body.items).toMatchObject([
      { kind: 'GitRepository', name: 'fleet' },
    ]);
    expect(await portal.connection(id)).toMatchObject({
      status: 'ok',
      clusterCount: 2,
      missingCount: 0,
      objectId: OBJECT,
      problems: [],
    });
  });

  it('asks for the public name of a private cluster where it has one', async () => {
    const { id } = await portal.connect({
      name: 'private',
      subscriptions: [TEST],
    });
    await portal.sync(id);
    const asked = Object.fromEntries(
      sim.log.requests
        .filter(({ path }) => /(inner|outer)\/list/.test(path))
        .map(({ path, query }) => [path.split('/').at(-2), query]),
    );
    expect(asked.inner).toMatchObject({ format: 'exec' });
    expect(asked.inner).not.toHaveProperty('server-fqdn');
    expect(asked.outer).toMatchObject({ 'server-fqdn': 'public' });
    expect((await portal.cluster('inner')).server).toContain('privatelink');
    expect((await portal.cluster('outer')).server).not.toContain('privatelink');
    expect((await portal.discover(id)).items).toMatchObject([
      { name: 'inner', private: true, verdict: 'update' },
      { name: 'outer', private: true, verdict: 'update' },
    ]);
  });
});
