import { type AzureSim, startAzureSim } from '@internal/azure-sim';
import { listed, OBJECT, READABLE, WORLD } from './__testUtils__/azureWorld';
import {
  type AzurePortal,
  startAzurePortal,
} from './__testUtils__/startAzurePortal';

jest.setTimeout(240_000);

describe('connecting to Azure', () => {
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
      ],
    });
    portal = await startAzurePortal({ sim });
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
      { name: 'batch', verdict: 'not-ready', power: 'stopped' },
      { name: 'payments', verdict: 'import', entra: true, power: 'running' },
    ]);

    expect(await portal.sync(id)).toMatchObject({
      type: 'source-sync',
      state: 'succeeded',
      targets: [
        {
          steps: [
            { namespace: 'RG-Two', name: 'batch', state: 'skipped' },
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
    const { body } = await portal.call('get', 'resources');
    expect(body.items).toMatchObject([
      { kind: 'GitRepository', name: 'fleet' },
    ]);
    expect(await portal.connection(id)).toMatchObject({
      status: 'ok',
      clusterCount: 1,
      missingCount: 0,
      objectId: OBJECT,
      problems: [],
    });
  });
});
