import { startAzureSim, type AzureSim } from '..';
import {
  BASICS,
  CLIENT,
  clients,
  OBJECT,
  PROD,
  refusal,
  TENANT,
} from '../__testUtils__/azure';

describe('tokens for Resource Manager', () => {
  let sim: AzureSim;

  beforeAll(async () => {
    sim = await startAzureSim(BASICS);
  });
  afterAll(() => sim.stop());
  afterEach(() => sim.log.clear());

  const ask = async (token?: string) => {
    const response = await clients(sim, {
      getToken: async () => ({
        token: token ?? '',
        expiresOnTimestamp: Date.now() + 3600_000,
      }),
    }).subscriptions.get(PROD);
    return response;
  };
  const now = Math.floor(Date.now() / 1000);
  const claims = { aud: 'https://management.azure.com', exp: now + 600 };

  it.each([
    ['for another audience', { aud: 'https://elsewhere' }, 'Audience'],
    ['that expired', { exp: now - 1 }, 'ExpiredAuthenticationToken'],
  ])('%s are refused', async (_, change, code) => {
    const error = await refusal(ask(sim.forge({ ...claims, ...change })));
    expect(error.statusCode).toBe(401);
    expect(error.code).toContain(code);
  });

  it('are not in the log, which tells who asked', async () => {
    const token = sim.forge({ ...claims, appid: CLIENT, tid: TENANT });
    await ask(token);
    expect(sim.log.requests).toMatchObject([
      { service: 'resourceManager', clientId: CLIENT, status: 200 },
    ]);
    expect(JSON.stringify(sim.log.requests)).not.toContain(token);
  });

  it('that Entra did not sign are refused', async () => {
    const forged = sim.assertion({ subject: OBJECT });
    expect(await refusal(ask(forged))).toMatchObject({
      statusCode: 401,
      code: 'InvalidAuthenticationToken',
    });
  });
});

describe('a sovereign cloud', () => {
  it('takes only tokens for its own audience', async () => {
    const sim = await startAzureSim({
      ...BASICS,
      resourceManagerAudience: 'https://management.usgovcloudapi.net',
    });
    try {
      const own = clients(sim);
      expect(await own.subscriptions.get(PROD)).toBeDefined();
      const wrong = clients({
        ...sim,
        resourceManagerAudience: 'https://management.azure.com',
      });
      expect(await refusal(wrong.subscriptions.get(PROD))).toMatchObject({
        statusCode: 401,
        code: 'InvalidAuthenticationTokenAudience',
      });
    } finally {
      await sim.stop();
    }
  });
});
