import { startAzureSim, type AzureSim } from '..';
import {
  BASICS,
  clients,
  pages,
  PROD,
  refusal,
  secretCredential,
  TEST,
} from '../__testUtils__/azure';

describe('Resource Manager with faults', () => {
  let sim: AzureSim;

  beforeAll(async () => {
    sim = await startAzureSim({
      ...BASICS,
      pageSize: 2,
      clusters: [
        ...['one', 'two', 'legacy', 'four', 'five'].map(name => ({
          name,
          subscriptionId: PROD,
        })),
        { name: 'lab', subscriptionId: TEST },
      ],
    });
  });
  afterAll(() => sim.stop());
  afterEach(() => {
    sim.control.clearFaults();
    sim.log.clear();
  });

  const list = (subscriptionId: string, retries = 0) =>
    pages(
      clients(sim, secretCredential(sim), retries)
        .aks(subscriptionId)
        .managedClusters.list(),
    );

  it('throttles with Retry-After, which clients wait for', async () => {
    sim.control.throttle({ times: 2, retryAfterSeconds: 1 });
    const started = Date.now();
    expect((await list(TEST, 3)).items).toHaveLength(1);
    expect(Date.now() - started).toBeGreaterThan(1900);
    expect(sim.log.requests.map(({ status }) => status)).toEqual(
      expect.arrayContaining([429, 429, 200]),
    );
  });

  it('throttles without Retry-After, which clients do not repeat', async () => {
    sim.control.throttle({ times: 1, match: 'managedClusters' });
    expect((await refusal(list(TEST, 3))).statusCode).toBe(429);
    expect((await list(TEST)).items).toHaveLength(1);
  });

  it('fails one page of several', async () => {
    sim.control.failPage({ subscriptionId: PROD, page: 2, times: 1 });
    expect((await refusal(list(PROD))).statusCode).toBe(500);
    expect(
      sim.log.requests.filter(
        ({ service, status }) =>
          service === 'resourceManager' && status === 200,
      ),
    ).toHaveLength(1);
    expect((await list(PROD)).items).toHaveLength(5);
  });

  it('answers with HTML, as a proxy does', async () => {
    sim.control.failResourceManager({ status: 502, html: true, times: 1 });
    expect((await refusal(list(TEST))).statusCode).toBe(502);
  });

  it('hangs until the client gives up', async () => {
    sim.control.hang({ service: 'resourceManager', match: 'legacy' });
    const error = await refusal(
      clients(sim)
        .aks(PROD)
        .managedClusters.get('rg1', 'legacy', {
          abortSignal: AbortSignal.timeout(500),
        }),
    );
    expect(error.name).toBe('AbortError');
  });

  it('answers late', async () => {
    sim.control.setLatency('resourceManager', 200);
    const started = Date.now();
    await list(TEST);
    expect(Date.now() - started).toBeGreaterThan(190);
  });
});
