import {
  type AzureSim,
  bindToObjectId,
  startAzureSim,
} from '@internal/azure-sim';
import { listed, OBJECT, WORLD } from './__testUtils__/azureWorld';
import {
  type AzurePortal,
  startAzurePortal,
} from './__testUtils__/startAzurePortal';

jest.setTimeout(240_000);

describe('rights in a cluster', () => {
  let sim: AzureSim;
  let portal: AzurePortal;

  beforeEach(async () => {
    sim = await startAzureSim({
      ...WORLD,
      clusters: [listed('labs', { server: {} })],
    });
    portal = await startAzurePortal({ sim });
  });

  afterEach(async () => {
    await portal.stop();
    await sim.stop();
  });

  it('are taken up, without a restart, once the role of the portal is bound to the identity', async () => {
    const { id } = await portal.connect();
    await portal.sync(id);
    const { id: labs, connection } = await portal.waitFor('labs', 'degraded');
    expect(connection).toMatchObject({ reason: 'forbidden' });
    const before = await portal.test(id);
    expect(before.ok).toBe(false);

    sim.control.apiServer('labs').control({
      type: 'put',
      objects: [bindToObjectId(before.objectId!, 'backstage-fluxcd-view')],
    });
    expect(before.objectId).toBe(OBJECT);
    expect((await portal.test(id)).ok).toBe(true);
    // By itself the portal asks again within five minutes; nobody has to wait for that.
    await portal.call('post', `clusters/${labs}/refresh`);
    await portal.waitFor('labs', 'connected');
  });
});
