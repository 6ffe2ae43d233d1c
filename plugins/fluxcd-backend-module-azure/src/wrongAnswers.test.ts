import { type AzureSim, startAzureSim } from '@internal/azure-sim';
import { listed, PROD, WORLD } from './__testUtils__/azureWorld';
import {
  type AzurePortal,
  startAzurePortal,
} from './__testUtils__/startAzurePortal';

jest.setTimeout(240_000);

const HTML = '<html><body>Please sign in to the network.</body></html>';

/** As a proxy between the portal and Azure may answer: all is well, it says, and means itself. */
describe.each([
  ['a page in HTML', HTML],
  ['an empty object', {}],
  ['a list', []],
  ['another kind of object', { value: 'sign in', data: 'sign in' }],
])('%s in the place of what Azure says', (_, body) => {
  let sim: AzureSim;
  let portal: AzurePortal;

  beforeEach(async () => {
    sim = await startAzureSim({ ...WORLD, clusters: [listed('one')] });
    portal = await startAzurePortal({ sim });
  });

  afterEach(async () => {
    await portal.stop();
    await sim.stop();
  });

  it.each([[[PROD]], ['all']])(
    'removes and marks nothing of %j',
    async subscriptions => {
      const { id } = await portal.connect({ subscriptions });
      await portal.sync(id);
      expect(await portal.clusters()).toHaveLength(1);
      sim.control.fail({
        service: 'resourceManager',
        answer: { status: 200, body },
      });
      for (let i = 0; i < 4; i++) await portal.tick();
      const connection = await portal.connection(id);
      expect(connection).toMatchObject({ clusterCount: 1, missingCount: 0 });
      expect(connection.status).toMatch(/failed|partial/);
      expect(connection.problems[0].message).not.toContain('sign in');
      sim.control.clearFaults();
      await portal.tick();
      expect(await portal.connection(id)).toMatchObject({ status: 'ok' });
    },
  );

  it('is not taken for a cluster that is gone', async () => {
    const { id } = await portal.connect();
    await portal.sync(id);
    sim.control.fail({
      service: 'resourceManager',
      matches: ({ url }) => /managedclusters$/i.test(url.pathname),
      answer: { status: 200, body: { value: [] } },
    });
    sim.control.fail({
      service: 'resourceManager',
      matches: ({ url }) => /managedclusters\/one$/i.test(url.pathname),
      answer: { status: 200, body },
    });
    for (let i = 0; i < 4; i++) await portal.tick();
    expect(await portal.connection(id)).toMatchObject({
      clusterCount: 1,
      missingCount: 0,
      status: 'partial',
    });
  });
});
