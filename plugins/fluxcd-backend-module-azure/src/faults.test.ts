import { type AzureSim, startAzureSim } from '@internal/azure-sim';
import {
  CLIENT,
  listed,
  OTHER_TENANT,
  PROD,
  TEST,
  WORLD,
} from './__testUtils__/azureWorld';
import { waitUntil } from './__testUtils__/waitUntil';
import {
  type AzurePortal,
  startAzurePortal,
} from './__testUtils__/startAzurePortal';

jest.setTimeout(240_000);

const NEW_SECRET = 'second~secret~of~the~test';

describe('faults of Azure', () => {
  let sim: AzureSim;
  let portal: AzurePortal;
  let id: string;

  beforeEach(async () => {
    sim = await startAzureSim({ ...WORLD, clusters: [listed('payments')] });
    portal = await startAzurePortal({
      sim,
      azure: { syncTimeoutSeconds: 10 },
    });
    ({ id } = await portal.connect());
  });

  afterEach(async () => {
    await portal.stop();
    await sim.stop();
  });

  it('waits as long as Azure says when it is throttled', async () => {
    sim.control.throttle({
      times: 2,
      match: 'managedclusters',
      retryAfterSeconds: 1,
    });
    const begun = Date.now();
    expect(await portal.sync(id)).toMatchObject({ state: 'succeeded' });
    expect(Date.now() - begun).toBeGreaterThan(1900);
    expect(await portal.connection(id)).toMatchObject({ status: 'ok' });
  });

  it('leaves the clusters as they are when it is throttled without a time', async () => {
    await portal.sync(id);
    sim.control.throttle({ times: 100, match: 'managedclusters' });
    expect(await portal.sync(id)).toMatchObject({ state: 'failed' });
    expect(await portal.connection(id)).toMatchObject({
      status: 'failed',
      clusterCount: 1,
      missingCount: 0,
      problems: [{ code: 'TooManyRequests', subscriptionId: PROD }],
    });
  });

  it('ends a sync that Azure tells to wait for too long', async () => {
    await portal.sync(id);
    sim.control.throttle({ times: 100, retryAfterSeconds: 3600 });
    const begun = Date.now();
    expect(await portal.sync(id)).toMatchObject({ state: 'failed' });
    expect(Date.now() - begun).toBeLessThan(20_000);
    expect(await portal.connection(id)).toMatchObject({
      status: 'failed',
      problems: [
        { remedy: expect.stringContaining('fluxcd.azure.syncTimeoutSeconds') },
      ],
      clusterCount: 1,
      missingCount: 0,
    });
  });

  it('ends a sync whose next page never comes', async () => {
    sim.control.hang({ service: 'resourceManager', match: 'managedclusters' });
    const begun = Date.now();
    await portal.sync(id);
    expect(Date.now() - begun).toBeLessThan(20_000);
    expect(await portal.connection(id)).toMatchObject({ status: 'failed' });
  });

  it('ends a sync whose token never comes', async () => {
    sim.control.failTokenEndpoint({ how: 'hang' });
    const begun = Date.now();
    await portal.sync(id);
    expect(Date.now() - begun).toBeLessThan(14_000);
    expect(await portal.connection(id)).toMatchObject({ status: 'failed' });
  });

  it('keeps the clusters while no token can be had', async () => {
    await portal.sync(id);
    sim.control.rotateSecret(CLIENT, NEW_SECRET, { keepOld: true });
    sim.control.failTokenEndpoint({ how: 'drop' });
    await portal.call('patch', `azure/subscriptions/${id}`, {
      clientSecret: NEW_SECRET,
      subscriptions: [PROD, TEST],
    });
    for (let i = 0; i < 4; i++) await portal.tick();
    const { status, problems, clusterCount } = await portal.connection(id);
    expect({ status, clusterCount }).toEqual({
      status: 'failed',
      clusterCount: 1,
    });
    expect(problems).toHaveLength(1);
    sim.control.clearFaults();
    // A failure answers everybody for some seconds, so that they do not all ask.
    await waitUntil(async () => {
      expect(await portal.sync(id)).toMatchObject({ state: 'succeeded' });
    });
  });

  it('names an expired secret, and goes on with the next one', async () => {
    sim.control.expireSecrets(CLIENT);
    expect((await portal.test(id)).steps[0]).toMatchObject({
      step: 'arm-token',
      state: 'failed',
      code: 'AADSTS7000222',
    });
    expect(await portal.sync(id)).toMatchObject({ state: 'failed' });
    expect((await portal.connection(id)).problems).toMatchObject([
      { code: 'AADSTS7000222' },
    ]);
    sim.control.rotateSecret(CLIENT, NEW_SECRET);
    await portal.call('patch', `azure/subscriptions/${id}`, {
      clientSecret: NEW_SECRET,
    });
    expect(await portal.sync(id)).toMatchObject({ state: 'succeeded' });
    expect((await portal.connection(id)).problems).toEqual([]);
  });

  it('names a tenant that the application is not in', async () => {
    const other = await portal.connect({
      name: 'wrong',
      tenantId: OTHER_TENANT,
    });
    expect((await portal.test(other.id)).steps[0]).toMatchObject({
      state: 'failed',
      code: 'AADSTS700016',
    });
  });

  it('says which role is missing when a credential is refused', async () => {
    sim.control.forbid(PROD, 'credentials');
    const operation = await portal.sync(id);
    expect(operation.targets[0].steps).toMatchObject([{ state: 'failed' }]);
    const [problem] = (await portal.connection(id)).problems;
    expect(problem.code).toBe('AuthorizationFailed');
    expect(JSON.stringify(problem)).toContain(
      'Azure Kubernetes Service Cluster User Role',
    );
    expect(await portal.clusters()).toEqual([]);
    sim.control.permit(PROD);
    await portal.sync(id);
    expect(await portal.clusters()).toHaveLength(1);
  });
});
