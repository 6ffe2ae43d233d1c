import { randomBytes } from 'node:crypto';
import { TestDatabases } from '@backstage/backend-test-utils';
import { type AzureSim, startAzureSim } from '@internal/azure-sim';
import type { Knex } from 'knex';
import {
  listed,
  PROD,
  READABLE,
  SECRET,
  WORLD,
} from './__testUtils__/azureWorld';
import {
  type AzurePortal,
  startAzurePortal,
} from './__testUtils__/startAzurePortal';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });

describe.each(databases.eachSupportedId())('two replicas on %s', on => {
  let knex: Knex;
  let sim: AzureSim;
  const portals: AzurePortal[] = [];

  const replica = async (encryptionKey?: string) => {
    const portal = await startAzurePortal({ sim, knex, encryptionKey });
    portals.push(portal);
    return portal;
  };

  beforeEach(async () => {
    knex = await databases.init(on);
  });

  afterEach(async () => {
    await Promise.all(portals.splice(0).map(portal => portal.stop()));
    await sim.stop();
  });

  it('import each cluster once, and count what vanished once, though both synchronize', async () => {
    sim = await startAzureSim({
      ...WORLD,
      clusters: Array.from({ length: 30 }, (_, i) =>
        listed(`aks-${i}`, { subscriptionId: PROD }),
      ),
    });
    const [here, there] = [await replica(), await replica()];
    const { id } = await here.connect();
    const [operation] = await Promise.all([here.sync(id), there.tick()]);
    expect(operation.targets[0].steps).toHaveLength(30);
    expect(operation.targets[0].steps.map(({ state }) => state)).not.toContain(
      'failed',
    );
    const names = (await there.clusters()).map(({ name }) => name);
    expect(names).toHaveLength(30);
    expect(new Set(names).size).toBe(30);
    expect(await there.connection(id)).toMatchObject({
      status: 'ok',
      problems: [],
      clusterCount: 30,
    });

    await sim.control.removeCluster('aks-0');
    await Promise.all([here.tick(), there.tick()]);
    const { missingCount, clusterCount } = await here.connection(id);
    expect([missingCount, clusterCount]).toEqual([1, 30]);
  });

  it('let only one person synchronize, whichever is asked', async () => {
    sim = await startAzureSim({ ...WORLD, clusters: [listed('one')] });
    const [here, there] = [await replica(), await replica()];
    const { id } = await here.connect();
    sim.control.setLatency('resourceManager', 300);
    const path = `azure/subscriptions/${id}/sync`;
    const both = await Promise.all([
      here.call('post', path),
      there.call('post', path),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([202, 409]);
    const refused = both.find(({ status }) => status === 409)!;
    expect(refused.body.error.message).toMatch(
      /^"northwind" is being synchronized already, by operation/,
    );
    sim.control.setLatency('resourceManager', 0);
  });

  it('say which key is missing, lose nothing, and go on with a new secret', async () => {
    sim = await startAzureSim({
      ...WORLD,
      clusters: [listed('one', { server: READABLE })],
    });
    const before = await replica();
    const { id } = await before.connect();
    await before.sync(id);
    await before.waitFor('one', 'connected');
    await before.stop();
    portals.pop();

    const other = await replica(`${randomBytes(32).toString('base64url')}=`);
    const { credential } = await other.connection(id);
    expect(credential.readable).toBe(false);
    const operation = await other.sync(id);
    expect(operation.state).toBe('failed');
    expect(operation.targets[0].message).toContain('fluxcd.encryption.keys');
    expect((await other.test(id)).steps[0]).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('fluxcd.encryption.keys'),
    });
    expect(
      (await other.call('get', `azure/subscriptions/${id}/clusters`)).body.error
        .message,
    ).toContain('fluxcd.encryption.keys');
    expect(await other.connection(id)).toMatchObject({ clusterCount: 1 });

    await other.call('patch', `azure/subscriptions/${id}`, {
      clientSecret: SECRET,
    });
    await other.waitFor('one', 'disconnected');
    const again = await other.sync(id);
    expect(again.targets[0].steps).toMatchObject([
      {
        state: 'failed',
        message: expect.stringContaining('could not store the cluster one'),
      },
    ]);
    expect(other.log.join('\n')).toContain('fluxcd.encryption.keys');
    expect(other.log.join('\n')).not.toContain(SECRET);

    // Nothing of the old key is needed to begin anew.
    await other.call('delete', `azure/subscriptions/${id}`);
    expect(await other.clusters()).toEqual([]);
    const { id: anew } = await other.connect();
    expect(await other.sync(anew)).toMatchObject({ state: 'succeeded' });
    await other.waitFor('one', 'connected');
  });
});
