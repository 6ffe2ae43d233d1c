import { type AzureSim, startAzureSim } from '@internal/azure-sim';
import { listed, PROD, TEST, WORLD } from './__testUtils__/azureWorld';
import {
  type AzurePortal,
  startAzurePortal,
} from './__testUtils__/startAzurePortal';

jest.setTimeout(240_000);

const emptyList: Parameters<AzureSim['control']['fail']>[0] = {
  service: 'resourceManager',
  matches: ({ url }) => /managedclusters$/i.test(url.pathname),
  answer: { status: 200, body: { value: [] } },
};

describe('clusters that Azure no longer lists', () => {
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
  afterEach(async () => {
    await portal?.stop();
    await sim?.stop();
  });

  it('marks what vanished, and removes it after three complete looks', async () => {
    await start([listed('stays'), listed('goes')]);
    ({ id } = await portal.connect());
    await portal.sync(id);
    await sim.control.removeCluster('goes');
    for (const count of [1, 2]) {
      await portal.tick();
      expect((await portal.cluster('goes')).availability).toMatchObject({
        state: 'missing',
        message: expect.stringContaining(`${count} of 3`),
      });
    }
    expect(await portal.connection(id)).toMatchObject({
      clusterCount: 2,
      missingCount: 1,
    });
    await portal.tick();
    expect(await names()).toEqual(['stays']);
  });

  it('takes the mark back when a cluster is there again, and counts anew', async () => {
    await start([listed('back')]);
    ({ id } = await portal.connect());
    await portal.sync(id);
    const hide = () => {
      sim.control.fail(emptyList);
      sim.control.failResourceManager({
        status: 404,
        code: 'ResourceNotFound',
        match: 'managedclusters/back',
      });
    };
    hide();
    await portal.tick();
    await portal.tick();
    sim.control.clearFaults();
    await portal.tick();
    expect((await portal.cluster('back')).availability).toBeUndefined();
    hide();
    await portal.tick();
    await portal.tick();
    expect(await names()).toEqual(['back']);
  });

  it('removes and marks nothing for a list that is broken off or refused', async () => {
    await start([listed('a'), listed('b'), listed('c')], { pageSize: 1 });
    ({ id } = await portal.connect({ subscriptions: [PROD, TEST] }));
    await portal.sync(id);
    await sim.control.removeCluster('c');

    sim.control.failPage({ subscriptionId: PROD, page: 2, status: 403 });
    for (let i = 0; i < 4; i++) await portal.tick();
    expect(await portal.connection(id)).toMatchObject({
      status: 'partial',
      problems: [{ subscriptionId: PROD }],
      clusterCount: 3,
      missingCount: 0,
    });

    sim.control.clearFaults();
    sim.control.forbid(TEST, 'clusters');
    for (let i = 0; i < 4; i++) await portal.tick();
    expect(await portal.connection(id)).toMatchObject({
      status: 'partial',
      problems: [{ code: 'AuthorizationFailed', subscriptionId: TEST }],
      missingCount: 0,
    });
    // Not even what the connection was told to leave out meanwhile.
    await portal.call('patch', `azure/subscriptions/${id}`, {
      subscriptions: [TEST, PROD],
      exclude: { names: ['a'] },
    });
    await portal.tick();
    expect(await names()).toEqual(['a', 'b', 'c']);
    sim.control.permit(TEST);
    await portal.tick();
    expect(await names()).toEqual(['b', 'c']);
  });

  it('does not take an empty list for clusters that are gone', async () => {
    await start([listed('a'), listed('b')]);
    ({ id } = await portal.connect());
    await portal.sync(id);
    sim.control.fail(emptyList);
    // A look behind the times: the clusters answer when they are asked for.
    for (let i = 0; i < 4; i++) await portal.tick();
    expect(await portal.connection(id)).toMatchObject({
      status: 'ok',
      missingCount: 0,
    });
    // A role that was lost: nobody may say that they are not there.
    sim.control.failResourceManager({
      status: 403,
      code: 'AuthorizationFailed',
      match: 'managedclusters/',
    });
    for (let i = 0; i < 4; i++) await portal.tick();
    expect(await portal.connection(id)).toMatchObject({
      status: 'partial',
      clusterCount: 2,
      missingCount: 0,
    });
    expect(await names()).toEqual(['a', 'b']);
  });
});
