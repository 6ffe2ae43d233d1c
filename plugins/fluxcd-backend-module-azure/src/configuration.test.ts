import { TestDatabases } from '@backstage/backend-test-utils';
import { startAzureSim } from '@internal/azure-sim';
import {
  CLIENT,
  listed,
  PROD,
  READABLE,
  SECRET,
  TENANT,
  WORLD,
} from './__testUtils__/azureWorld';
import { startAzurePortal } from './__testUtils__/startAzurePortal';
import { waitUntil } from './__testUtils__/waitUntil';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('connections of the configuration', () => {
  const connections = [
    {
      name: 'configured',
      cloud: 'sim',
      tenantId: TENANT,
      clientId: CLIENT,
      credential: { type: 'client-secret', clientSecret: SECRET },
      subscriptions: [PROD],
    },
  ];

  it('bring their clusters, and take them along when they leave', async () => {
    const sim = await startAzureSim({
      ...WORLD,
      clusters: [listed('payments', { server: READABLE })],
    });
    const knex = await databases.init('SQLITE_3');
    const before = await startAzurePortal({
      sim,
      knex,
      azure: { connections },
    });
    await before.tick();
    await before.waitFor('payments', 'connected');
    await before.stop();

    // After a restart its clusters are read without a sync.
    const same = await startAzurePortal({ sim, knex, azure: { connections } });
    await same.waitFor('payments', 'connected');
    await same.stop();

    const after = await startAzurePortal({ sim, knex });
    expect(await after.clusters()).toHaveLength(1);
    await after.tick();
    expect(await after.clusters()).toEqual([]);
    expect(await knex('azure_clusters')).toEqual([]);
    await after.stop();
    await sim.stop();
  });

  it('take their clusters along from a portal that never synchronizes by itself', async () => {
    const sim = await startAzureSim({ ...WORLD, clusters: [listed('one')] });
    const knex = await databases.init('SQLITE_3');
    const before = await startAzurePortal({
      sim,
      knex,
      azure: { connections, syncMinutes: 0 },
    });
    const [{ id }] = (await before.call('get', 'azure/subscriptions')).body
      .items;
    await before.sync(id);
    expect(await before.clusters()).toHaveLength(1);
    await before.stop();

    const after = await startAzurePortal({
      sim,
      knex,
      azure: { syncMinutes: 0 },
    });
    await waitUntil(async () => {
      if ((await after.clusters()).length > 0) throw new Error('not yet');
    });
    expect(await knex('azure_clusters')).toEqual([]);
    await after.stop();
    await sim.stop();
  });
});
