import { inspect } from 'node:util';
import type { AzureSim } from '@internal/azure-sim';
import { SECRET, SUBSCRIPTION } from '../__testUtils__/ids';
import { makeConnection } from '../__testUtils__/makeConnection';
import { startAzure } from '../__testUtils__/startAzure';
import type { AzureCloud } from '../clouds/AzureCloud';
import { loadSdk } from '../clusters/loadSdk';
import { toAzureProblem } from '../problems/toAzureProblem';
import { PooledSession } from './PooledSession';
import { toTokenError } from './toTokenError';

const AKS = '6dae42f8-4368-4678-94ff-3960e28e3630';

let azure: AzureSim;
let cloud: AzureCloud;
const written: string[] = [];
/** The part that looks the same in a form. */
const SECRET_PART = SECRET.split('~')[1];

beforeAll(async () => {
  // The SDK looks at it when it is loaded, which is when it is first used.
  process.env.AZURE_LOG_LEVEL = 'verbose';
  jest.spyOn(process.stderr, 'write').mockImplementation(text => {
    written.push(String(text));
    return true;
  });
  ({ azure, cloud } = await startAzure());
});
afterAll(async () => {
  jest.restoreAllMocks();
  delete process.env.AZURE_LOG_LEVEL;
  await azure.stop();
});
afterEach(() => azure.control.clearFaults());

const open = (clientSecret = SECRET) =>
  new PooledSession({ connection: makeConnection(), cloud, clientSecret });

it('neither the secret nor a token gets into what the SDK logs at its most talkative, or into what it throws', async () => {
  const errors: unknown[] = [];
  const tokens: string[] = [];
  const session = open();
  tokens.push(await session.getAksToken(AKS));
  const { ContainerServiceClient } = loadSdk.containerService();
  const client = new ContainerServiceClient(
    session.credential,
    SUBSCRIPTION,
    session.clientOptions,
  );
  for await (const { id } of client.managedClusters.list())
    expect(id).toBeTruthy();
  const arm = await session.credential.getToken(
    `${cloud.resourceManagerAudience}/.default`,
  );
  tokens.push(arm!.token);

  const faults = [
    () => azure.control.refuseTokenRequests({ code: 7000222 }),
    () => azure.control.failTokenEndpoint({ how: 'html' }),
    () => azure.control.failTokenEndpoint({ how: 'drop' }),
  ];
  for (const fail of faults) {
    fail();
    const broken = open();
    await broken.getAksToken(AKS).catch(error => {
      errors.push(
        error,
        toTokenError(error, broken),
        toAzureProblem(error, broken),
      );
    });
    azure.control.clearFaults();
  }
  azure.control.forbid(SUBSCRIPTION);
  await client.managedClusters.get('rg1', 'shop').catch(e => errors.push(e));
  azure.control.permit(SUBSCRIPTION);

  expect(errors).toHaveLength(10);
  const log = written.join('');
  // It did log.
  expect(log).toContain('/oauth2/v2.0/token');
  const thrown = errors.map(
    error => `${inspect(error, { depth: 12 })} ${JSON.stringify(error)}`,
  );
  for (const text of [log, ...thrown]) {
    expect(text).not.toContain(SECRET_PART);
    for (const token of tokens) expect(text).not.toContain(token);
  }
});
