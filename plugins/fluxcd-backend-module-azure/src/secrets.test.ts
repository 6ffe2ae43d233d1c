import { TestDatabases } from '@backstage/backend-test-utils';
import { type AzureSim, startAzureSim } from '@internal/azure-sim';
import type { Knex } from 'knex';
import {
  CLIENT,
  listed,
  READABLE,
  SECRET,
  WORLD,
} from './__testUtils__/azureWorld';
import { forbidProcesses } from './__testUtils__/forbidProcesses';
import {
  type AzurePortal,
  startAzurePortal,
} from './__testUtils__/startAzurePortal';
import { waitUntil } from './__testUtils__/waitUntil';

jest.setTimeout(240_000);

const NEW_SECRET = 'second~secret~of~the~test';
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('secrets of Azure', () => {
  let knex: Knex;
  let sim: AzureSim;
  let portal: AzurePortal;
  let endProcesses: () => string[];

  const start = async (azure?: Record<string, boolean>) => {
    sim = await startAzureSim({
      ...WORLD,
      clusters: [
        listed('entra', { server: READABLE, localAccountsDisabled: true }),
        listed('local', { entra: false, server: {} }),
        listed('legacy', {
          server: {},
          properties: { aadProfile: { serverAppID: CLIENT } },
        }),
      ],
    });
    knex = await databases.init('SQLITE_3');
    endProcesses = forbidProcesses();
    portal = await startAzurePortal({ sim, knex, azure });
  };
  const dump = async () => {
    const tables: { name: string }[] = await knex('sqlite_master')
      .where({ type: 'table' })
      .select('name');
    const rows = await Promise.all(tables.map(({ name }) => knex(name)));
    return JSON.stringify(rows);
  };

  afterEach(async () => {
    await portal.stop();
    // eslint-disable-next-line jest/no-standalone-expect
    expect(endProcesses()).toEqual([]);
    await sim.stop();
  });

  it('stay sealed, and out of logs and answers', async () => {
    await start();
    const { id } = await portal.connect();
    await portal.test(id);
    await portal.sync(id);
    await portal.waitFor('entra', 'connected');
    await portal.waitFor('local', 'connected');

    const answers = JSON.stringify([
      await portal.connection(id),
      await portal.discover(id),
      await portal.test(id),
      await portal.clusters(),
    ]);
    const tables = await dump();
    const local = sim.control.apiServer('local').adminCertificate;
    for (const text of [tables, answers, portal.log.join('\n')]) {
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain('PRIVATE KEY');
      expect(text).not.toContain(local.key.split('\n')[1]);
      // Tokens of Entra begin like this, whatever they hold.
      expect(text).not.toContain('eyJ');
      expect(text).not.toContain('kubelogin');
    }
    // What would be found if it were there.
    expect(tables).toContain(CLIENT);
  });

  it('are a certificate where there is no Entra, with a warning', async () => {
    await start();
    const { id } = await portal.connect();
    const operation = await portal.sync(id);
    expect(operation.targets[0].steps).toMatchObject([
      { name: 'entra', message: 'Imported as entra.' },
      {
        name: 'legacy',
        state: 'skipped',
        message: expect.stringContaining('legacy'),
      },
      {
        name: 'local',
        message: expect.stringContaining('administrator'),
      },
    ]);
    expect((await portal.waitFor('local', 'connected')).auth).toMatchObject({
      type: 'client-certificate',
    });
    expect((await portal.discover(id)).items).toMatchObject([
      { name: 'entra', verdict: 'update', entra: true },
      { name: 'legacy', verdict: 'unsupported' },
      { name: 'local', verdict: 'update', entra: false },
    ]);
    const asked = sim.log.requests.filter(({ path }) =>
      /listClusterAdminCredential$/.test(path),
    );
    expect(asked).toEqual([]);
  });

  it('are those of the admin only where the operator allowed it', async () => {
    await start({ allowAdminCredentials: true });
    const { id } = await portal.connect();
    await portal.sync(id);
    await portal.waitFor('legacy', 'connected');
    const asked = sim.log.requests.filter(({ path }) =>
      /listClusterAdminCredential$/.test(path),
    );
    expect(asked).toHaveLength(1);

    // What the operator takes back is not used any more.
    await portal.stop();
    portal = await startAzurePortal({ sim, knex });
    await portal.tick();
    const names = (await portal.clusters()).map(({ name }) => name);
    expect(names.sort()).toEqual(['entra', 'local']);
  });

  it('can be rotated while the clusters are read', async () => {
    await start();
    const { id } = await portal.connect();
    await portal.sync(id);
    const { id: clusterId } = await portal.waitFor('entra', 'connected');
    const read = async () =>
      (await portal.call('get', `clusters/${clusterId}/health`)).body.ok;

    const answers: boolean[] = [];
    let loading = true;
    const load = Promise.all(
      Array.from({ length: 8 }, async () => {
        while (loading) answers.push(await read());
      }),
    );
    sim.control.rotateSecret(CLIENT, NEW_SECRET, { keepOld: true });
    await portal.call('patch', `azure/subscriptions/${id}`, {
      clientSecret: NEW_SECRET,
    });
    const before = sim.log.tokenRequests({ clientId: CLIENT }).length;
    // The old one, and every token that it brought, is worth nothing from now on.
    sim.control.rotateSecret(CLIENT, NEW_SECRET);
    const seen = answers.length;
    await waitUntil(async () => {
      if (answers.length < seen + 40) throw new Error('not yet');
    });
    loading = false;
    await load;
    expect(answers.filter(ok => !ok)).toEqual([]);
    const requests = sim.log.tokenRequests({ clientId: CLIENT }).slice(before);
    expect(requests.length).toBeLessThan(8);
    expect(requests.every(({ status }) => status === 200)).toBe(true);
    expect(await dump()).not.toContain(NEW_SECRET);
  });

  it('go with their connection, and so do its clusters', async () => {
    await start();
    const { id } = await portal.connect();
    await portal.sync(id);
    expect(await portal.clusters()).toHaveLength(2);
    await portal.call('delete', `azure/subscriptions/${id}`);
    expect(await portal.clusters()).toEqual([]);
    expect(await knex('azure_clusters')).toEqual([]);
    expect(await knex('azure_connections')).toEqual([]);
    const { status } = await portal.call('get', `azure/subscriptions/${id}`);
    expect(status).toBe(404);
  });
});
