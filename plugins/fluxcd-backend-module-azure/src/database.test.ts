import { TestDatabases } from '@backstage/backend-test-utils';
import { type AzureSim, startAzureSim } from '@internal/azure-sim';
import type { Knex } from 'knex';
import { listed, SECRET, TEST, WORLD } from './__testUtils__/azureWorld';
import {
  type AzurePortal,
  startAzurePortal,
} from './__testUtils__/startAzurePortal';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('the database under the syncs', () => {
  let knex: Knex;
  let sim: AzureSim;
  let portal: AzurePortal;
  let id: string;

  beforeEach(async () => {
    sim = await startAzureSim({
      ...WORLD,
      clusters: Array.from({ length: 40 }, (_, i) => listed(`aks-${i}`)),
    });
    knex = await databases.init('SQLITE_3');
    portal = await startAzurePortal({ sim, knex });
    ({ id } = await portal.connect());
  });

  afterEach(async () => {
    await portal.stop();
    await sim.stop();
  });

  it('is not asked for each cluster of which nothing is new', async () => {
    await portal.sync(id);
    const queries: string[] = [];
    knex.on('query', ({ sql }: { sql: string }) => queries.push(sql));
    await portal.tick();
    const own = queries.filter(sql => sql.includes('azure_clusters'));
    expect(own.length).toBeLessThan(10);
    const { status, clusterCount } = await portal.connection(id);
    expect([status, clusterCount]).toEqual(['ok', 40]);
  });

  it('is named in the log when it fails a sync, and nowhere else', async () => {
    await knex.schema.renameTable('azure_clusters', 'elsewhere');
    const operation = await portal.sync(id);
    expect(operation).toMatchObject({ state: 'failed' });
    expect(JSON.stringify(operation)).not.toContain('azure_clusters');
    const told = portal.log.filter(line => line.includes('"northwind" failed'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('azure_clusters');
    expect(told[0]).not.toContain(SECRET);
  });

  it('fails nobody else when what a connection left behind cannot be removed', async () => {
    await portal.sync(id);
    const { id: gone } = await portal.connect({
      name: 'gone',
      subscriptions: [TEST],
    });
    await sim.control.addCluster(listed('left', { subscriptionId: TEST }));
    await portal.sync(gone);
    await knex.raw(
      "CREATE TRIGGER keep BEFORE DELETE ON azure_clusters BEGIN SELECT RAISE(ABORT, 'kept'); END",
    );
    await portal.call('delete', `azure/subscriptions/${gone}`);
    expect(await knex('azure_clusters')).toHaveLength(41);

    const { lastSyncAt } = await portal.connection(id);
    await portal.tick();
    expect((await portal.connection(id)).lastSyncAt).not.toBe(lastSyncAt);
    expect(portal.log.join('\n')).toContain('could not be removed');
    await knex.raw('DROP TRIGGER keep');
    await portal.tick();
    expect(await knex('azure_clusters')).toHaveLength(40);
  });
});
