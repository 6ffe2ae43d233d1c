import { type AzureSim, startAzureSim } from '@internal/azure-sim';
import { CLIENT, listed, PROD, WORLD } from './__testUtils__/azureWorld';
import {
  type AzurePortal,
  startAzurePortal,
} from './__testUtils__/startAzurePortal';

jest.setTimeout(240_000);

const subscriptions = Array.from({ length: 25 }, (_, i) => ({
  subscriptionId: `0000${String(i).padStart(
    4,
    '0',
  )}-0000-4000-8000-000000000000`,
  name: `Subscription ${i}`,
}));
const ids = subscriptions.map(one => one.subscriptionId);

describe('a large Azure', () => {
  let sim: AzureSim;
  let portal: AzurePortal;

  const start = async (count: number, over: string[]) => {
    sim = await startAzureSim({
      tenants: WORLD.tenants,
      subscriptions: [...WORLD.subscriptions, ...subscriptions],
      clusters: Array.from({ length: count }, (_, i) =>
        listed(`aks-${i}`, { subscriptionId: over[i % over.length] }),
      ),
      pageSize: 25,
    });
    portal = await startAzurePortal({ sim });
  };
  const armCalls = (suffix: RegExp) =>
    sim.log.requests.filter(
      ({ service, path }) => service === 'resourceManager' && suffix.test(path),
    ).length;

  afterEach(async () => {
    await portal?.stop();
    await sim?.stop();
  });

  it('imports 300 clusters of 5 subscriptions with few requests and few at a time', async () => {
    const five = ids.slice(0, 5);
    await start(300, five);
    const { id } = await portal.connect({ subscriptions: five });
    sim.control.setLatency('resourceManager', 20);
    const begun = Date.now();
    const operation = await portal.sync(id);
    expect(operation).toMatchObject({ state: 'succeeded' });
    expect(operation.targets[0].steps).toHaveLength(300);
    // 75 rounds of 20 ms are the least; the rest is for a busy machine.
    expect(Date.now() - begun).toBeLessThan(60_000);
    expect(armCalls(/managedClusters$/)).toBe(5 * 3);
    expect(armCalls(/listClusterUserCredential$/)).toBe(300);
    expect(sim.log.peak('resourceManager')).toBeLessThanOrEqual(4);
    expect(
      sim.log.tokenRequests({
        clientId: CLIENT,
        scope: sim.resourceManagerAudience,
      }),
    ).toHaveLength(1);

    const before = sim.log.requests.length;
    await portal.tick();
    const again = sim.log.requests
      .slice(before)
      .filter(({ service }) => service === 'resourceManager');
    expect(again).toHaveLength(5 * 3);
    expect(await portal.connection(id)).toMatchObject({
      status: 'ok',
      clusterCount: 300,
    });
  });

  it('asks Resource Graph for all subscriptions that are visible', async () => {
    await start(30, [PROD, ids[7]]);
    const { id } = await portal.connect({ subscriptions: 'all' });
    await portal.sync(id);
    expect(armCalls(/managedClusters$/)).toBe(0);
    expect(armCalls(/ResourceGraph\/resources$/)).toBe(1);
    expect(await portal.connection(id)).toMatchObject({
      status: 'ok',
      clusterCount: 30,
    });

    // A subscription that is no longer visible takes its clusters with it from every answer.
    sim.control.forbid(ids[7]);
    for (let i = 0; i < 4; i++) await portal.tick();
    expect(await portal.connection(id)).toMatchObject({
      status: 'partial',
      problems: [{ subscriptionId: ids[7] }],
      clusterCount: 30,
      missingCount: 0,
    });
  });

  it('says which of many named subscriptions is not visible', async () => {
    await start(1, [ids[0]]);
    sim.control.forbid(ids[3]);
    const { id } = await portal.connect({ subscriptions: ids });
    const { items, complete, problems } = await portal.discover(id);
    expect(items).toHaveLength(1);
    expect(complete).toBe(false);
    expect(problems).toMatchObject([
      { code: 'SubscriptionNotFound', subscriptionId: ids[3] },
    ]);
  });
});
