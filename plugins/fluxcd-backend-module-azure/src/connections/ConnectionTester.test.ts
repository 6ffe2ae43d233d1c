import { TestDatabases } from '@backstage/backend-test-utils';
import {
  type AzureTest,
  azureTestSchema,
  createAzureConnectionSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { AzureSim } from '@internal/azure-sim';
import type { Knex } from 'knex';
import { createConnections } from '../__testUtils__/createConnections';
import {
  CLIENT,
  FOREIGN_SUBSCRIPTION,
  OBJECT_ID,
  SECRET,
  SUBSCRIPTION,
  TENANT,
} from '../__testUtils__/ids';
import { MemoryStorage } from '../__testUtils__/MemoryStorage';
import { startAzure } from '../__testUtils__/startAzure';
import type { AzureCloud } from '../clouds/AzureCloud';
import { applyMigrations } from '../database/applyMigrations';
import { ConnectionTester } from './ConnectionTester';

const UNKNOWN = '99999999-9999-4999-8999-999999999999';
const actor = 'user:default/jane';
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

let azure: AzureSim;
let cloud: AzureCloud;
let knex: Knex;

beforeAll(async () => {
  ({ azure, cloud } = await startAzure());
});
afterAll(async () => azure.stop());
beforeEach(async () => {
  azure.control.clearFaults();
  azure.control.permit(SUBSCRIPTION);
  azure.log.clear();
  knex = await databases.init('SQLITE_3');
  await applyMigrations({ getClient: async () => knex });
});
afterEach(async () => knex.destroy());

const input = (change = {}) =>
  createAzureConnectionSchema.parse({
    name: 'shop',
    cloud: 'simulated',
    tenantId: TENANT,
    clientId: CLIENT,
    clientSecret: SECRET,
    subscriptions: [SUBSCRIPTION],
    ...change,
  });

function start(
  testCluster: ConstructorParameters<
    typeof ConnectionTester
  >[0]['testCluster'] = async () => undefined,
) {
  const replica = createConnections({ knex, clouds: [cloud] });
  const tester = new ConnectionTester({
    pool: replica.pool,
    connections: replica.service,
    testCluster,
  });
  const testNew = async (change = {}, signal = new AbortController().signal) =>
    check(await tester.testNew(input(change), { actor, signal }));
  return { ...replica, tester, testNew };
}

function check(test: AzureTest): AzureTest {
  expect(azureTestSchema.parse(test)).toEqual(test);
  expect(JSON.stringify(test)).not.toContain(SECRET);
  return test;
}

const states = ({ steps }: AzureTest) =>
  steps.map(({ step, state }) => `${step} ${state}`);

describe('the test of a connection', () => {
  it('goes through every step before anything is stored, as far as fetching the credential of a running cluster', async () => {
    const { testNew } = start();
    const test = await testNew();
    expect(test).toMatchObject({ ok: true, objectId: OBJECT_ID });
    expect(states(test)).toEqual([
      'arm-token passed',
      'subscription passed',
      'list passed',
      'aks-token passed',
      'cluster passed',
    ]);
    expect(test.steps[1]).toMatchObject({ subject: 'Shop' });
    expect(test.steps[2].message).toContain('the first answer has 2');
    expect(test.steps[4]).toMatchObject({ subject: 'shop' });
    expect(await knex('azure_connections').select()).toEqual([]);
  });

  it('tries an imported cluster of a stored connection, and asks Entra anew although tokens are held', async () => {
    const testCluster = jest.fn(async () => ({
      name: 'shop',
      ok: false,
      message: 'May not list Kustomizations.',
    }));
    const { service, pool, tester } = start(testCluster);
    const { id } = await service.create(input(), { actor });
    await (await pool.get(id)).getObjectId();
    azure.control.refuseTokenRequests({ code: 7000222, times: 1 });
    const { signal } = new AbortController();
    expect(states(check(await tester.testStored(id, signal)))[0]).toBe(
      'arm-token failed',
    );
    const test = check(await tester.testStored(id, signal));
    expect(testCluster).toHaveBeenCalledWith(id);
    expect(test.ok).toBe(false);
    expect(test.steps[4]).toEqual({
      step: 'cluster',
      state: 'failed',
      subject: 'shop',
      message: 'May not list Kustomizations.',
    });
    await expect(tester.testStored('nobody', signal)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  it('stops at the first token when the secret is wrong, and says how to mend it', async () => {
    const { testNew } = start();
    const test = await testNew({ clientSecret: 'guessed~secret' });
    expect(test.ok).toBe(false);
    expect(states(test)).toEqual([
      'arm-token failed',
      'subscription skipped',
      'list skipped',
      'aks-token skipped',
      'cluster skipped',
    ]);
    expect(test.steps[0]).toMatchObject({
      code: 'AADSTS7000215',
      command: expect.stringContaining('az ad app credential reset'),
    });
    expect(test.steps[1].message).toContain('Not tried');
    expect(azure.log.tokenRequests()).toHaveLength(1);
    expect(
      azure.log.requests.filter(r => r.service === 'resourceManager'),
    ).toEqual([]);
  });

  it('reports each subscription for itself, and lists those that can be read', async () => {
    const { testNew } = start();
    const test = await testNew({
      subscriptions: [UNKNOWN, SUBSCRIPTION, FOREIGN_SUBSCRIPTION],
    });
    expect(states(test)).toEqual([
      'arm-token passed',
      'subscription failed',
      'subscription passed',
      'subscription failed',
      'list passed',
      'aks-token passed',
      'cluster passed',
    ]);
    expect(test.steps[1]).toMatchObject({
      code: 'SubscriptionNotFound',
      subscriptionId: UNKNOWN,
    });
    expect(test.steps[3]).toMatchObject({
      code: 'InvalidAuthenticationTokenTenant',
      subscriptionId: FOREIGN_SUBSCRIPTION,
    });
  });

  it('tells a list that is refused from a credential that is refused, each with its role', async () => {
    const { testNew } = start();
    azure.control.forbid(SUBSCRIPTION, 'clusters');
    const list = await testNew();
    expect(states(list)).toEqual([
      'arm-token passed',
      'subscription passed',
      'list failed',
      'aks-token passed',
      'cluster skipped',
    ]);
    expect(list.steps[2]).toMatchObject({
      code: 'AuthorizationFailed',
      command: expect.stringMatching(
        `--assignee-object-id "${OBJECT_ID}" .*--role "Reader" --scope "/subscriptions/${SUBSCRIPTION}"`,
      ),
    });
    azure.control.forbid(SUBSCRIPTION, 'credentials');
    const credential = await testNew();
    expect(credential.steps[4]).toMatchObject({
      state: 'failed',
      subject: 'shop',
      command: expect.stringContaining(
        '--role "Azure Kubernetes Service Cluster User Role"',
      ),
    });
  });

  it('looks through all subscriptions that the identity sees, or says that it sees none', async () => {
    const { testNew } = start();
    const all = await testNew({ subscriptions: 'all' });
    expect(all.ok).toBe(true);
    expect(all.steps[1].message).toBe(
      'Subscriptions that the identity sees: 1.',
    );
    azure.control.forbid(SUBSCRIPTION);
    const none = await testNew({ subscriptions: 'all' });
    expect(states(none)).toEqual([
      'arm-token passed',
      'subscription failed',
      'list skipped',
      'aks-token passed',
      'cluster skipped',
    ]);
    expect(none.steps[1].command).toContain('--role "Reader"');
  });

  it('fails the token for AKS apart from that for Resource Manager', async () => {
    const { testNew } = start();
    const arm = azure.log;
    azure.control.fail({
      service: 'entra',
      matches: ({ url }) =>
        url.pathname.endsWith('/token') && arm.tokenRequests().length > 1,
      answer: {
        status: 400,
        body: {
          error: 'invalid_resource',
          error_description: 'AADSTS500011: The resource principal',
        },
      },
    });
    const test = await testNew();
    expect(states(test).slice(3)).toEqual([
      'aks-token failed',
      'cluster skipped',
    ]);
    expect(test.steps[3].code).toBe('AADSTS500011');
  });

  it('ends when the one who waits for it does', async () => {
    const { testNew } = start();
    azure.control.hang({ service: 'entra' });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const before = Date.now();
    const test = await testNew({}, controller.signal);
    expect(Date.now() - before).toBeLessThan(3_000);
    expect(test.steps[0]).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('time for the test was up'),
    });
  });

  it('ends while Resource Manager hangs', async () => {
    const { testNew } = start();
    azure.control.hang({ service: 'resourceManager' });
    const test = await testNew({}, AbortSignal.timeout(800));
    expect(states(test)).toEqual([
      'arm-token passed',
      'subscription failed',
      'list skipped',
      'aks-token failed',
      'cluster skipped',
    ]);
  });

  it('says that the stored secret cannot be opened', async () => {
    const { service, secrets, tester } = start();
    const { id } = await service.create(input(), { actor });
    (secrets as MemoryStorage).locked = true;
    const test = check(
      await tester.testStored(id, new AbortController().signal),
    );
    expect(states(test)).toEqual([
      'arm-token failed',
      'subscription skipped',
      'list skipped',
      'aks-token skipped',
      'cluster skipped',
    ]);
    expect(test.steps[0].message).toContain('fluxcd.encryption.keys');
  });
});
