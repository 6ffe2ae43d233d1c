import { createServer } from 'node:net';
import { ContainerServiceClient } from '@azure/arm-containerservice';
import type { AzureSim } from '@internal/azure-sim';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import type { AzureProblem } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  CLIENT,
  FOREIGN_SUBSCRIPTION,
  OBJECT_ID,
  OTHER_TENANT,
  SECRET,
  SUBSCRIPTION,
  TENANT,
} from '../__testUtils__/ids';
import { makeConnection } from '../__testUtils__/makeConnection';
import { startAzure } from '../__testUtils__/startAzure';
import type { AzureCloud } from '../clouds/AzureCloud';
import { ArmCalls } from '../clusters/ArmCalls';
import type { ConnectionRecord } from '../connections/ConnectionRecord';
import { PooledSession } from '../credentials/PooledSession';
import type { ProblemContext } from './ProblemContext';
import { toAzureProblem } from './toAzureProblem';

const UNKNOWN = '99999999-9999-4999-8999-999999999999';

let azure: AzureSim;
let cloud: AzureCloud;

beforeAll(async () => {
  ({ azure, cloud } = await startAzure());
});
afterAll(async () => azure.stop());
afterEach(() => {
  azure.control.clearFaults();
  azure.control.permit(SUBSCRIPTION);
});

function open(
  change: Partial<ConnectionRecord> = {},
  options: { cloud?: AzureCloud; clientSecret?: string } = {},
): PooledSession {
  return new PooledSession({
    connection: makeConnection(change),
    cloud,
    clientSecret: SECRET,
    ...options,
  });
}

/** What the problem is when this fails, as it does. */
async function problemOf(
  session: PooledSession,
  work: () => Promise<unknown>,
  more: Partial<ProblemContext> = {},
): Promise<AzureProblem> {
  const error = await work().then(
    () => {
      throw new Error('It worked');
    },
    e => e,
  );
  if (error.message === 'It worked') throw error;
  const problem = toAzureProblem(error, {
    ...session,
    cloud: session.cloud,
    connection: session.connection,
    ...more,
  });
  const text = JSON.stringify(problem);
  expect(text).not.toMatch(/trace|correlation|timestamp|aka\.ms/i);
  expect(text).not.toContain(SECRET);
  return problem;
}

const signIn = (session: PooledSession) =>
  problemOf(session, () => session.getObjectId());

describe('what Entra ID refuses', () => {
  it('a wrong secret', async () => {
    expect(await signIn(open({}, { clientSecret: 'guessed~secret' }))).toEqual({
      code: 'AADSTS7000215',
      message: `The client secret is not one of the application ${CLIENT}.`,
      remedy: expect.stringContaining('not its id'),
      command: `az ad app credential reset --id "${CLIENT}" --append --display-name flux-orchestrator --years 1`,
      subscriptionId: undefined,
    });
  });

  it('an unknown tenant', async () => {
    expect(await signIn(open({ tenantId: UNKNOWN }))).toMatchObject({
      code: 'AADSTS90002',
      message: `Entra ID at ${
        new URL(cloud.authorityHost).host
      } knows no tenant ${UNKNOWN}.`,
    });
  });

  it('an application of another tenant', async () => {
    expect(await signIn(open({ tenantId: OTHER_TENANT }))).toMatchObject({
      code: 'AADSTS700016',
      message: `The application ${CLIENT} has no service principal in the tenant ${OTHER_TENANT}.`,
      command: `az ad sp create --id "${CLIENT}"`,
    });
  });

  it.each([
    [7000222, 'has expired'],
    [53003, 'conditional access policy'],
    [7000112, 'is disabled'],
    [700024, 'assertion of the backend has expired'],
    [500011, 'is not known in the tenant'],
    [90033, 'is busy'],
  ])('AADSTS%i', async (code, words) => {
    azure.control.refuseTokenRequests({ code, message: SECRET });
    const problem = await signIn(open());
    expect(problem.code).toBe(`AADSTS${code}`);
    expect(problem.message).toContain(words);
  });

  it('for a reason that is not known here', async () => {
    azure.control.refuseTokenRequests({ code: 123456, message: SECRET });
    expect(await signIn(open())).toEqual({
      code: 'AADSTS123456',
      message: 'Entra ID refused to sign the identity in.',
      remedy: `What the code means stands at ${cloud.authorityHost}/error?code=123456`,
      subscriptionId: undefined,
    });
  });
});

describe('an Entra ID that is not there', () => {
  async function refused(): Promise<string> {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await new Promise(resolve => server.close(resolve));
    return `https://127.0.0.1:${port}`;
  }

  it('refuses the connection', async () => {
    const authorityHost = await refused();
    const problem = await signIn(
      open({}, { cloud: { ...cloud, authorityHost } }),
    );
    expect(problem.message).toContain(
      `cannot reach ${new URL(authorityHost).host}`,
    );
    expect(problem.code).toBeUndefined();
  });

  it('has a certificate that is not trusted', async () => {
    const problem = await signIn(
      open({}, { cloud: { ...cloud, certificateAuthority: undefined } }),
    );
    expect(problem.message).toContain(
      `cannot reach ${new URL(cloud.authorityHost).host}, or its certificate`,
    );
  });

  it.each([
    ['unavailable', 'is busy'],
    ['html', 'answers, but not as Entra ID does'],
    ['drop', 'cannot reach'],
  ] as const)('has a token endpoint that fails: %s', async (how, words) => {
    azure.control.failTokenEndpoint({ how });
    expect((await signIn(open())).message).toContain(words);
  });
});

describe('what Resource Manager refuses', () => {
  async function list(session: PooledSession, subscriptionId = SUBSCRIPTION) {
    const calls = new ArmCalls({
      session,
      signal: AbortSignal.timeout(20_000),
    });
    const client = new ContainerServiceClient(
      session.credential,
      subscriptionId,
      calls.clientOptions,
    );
    let body: string | undefined;
    const problem = await problemOf(
      session,
      async () => {
        try {
          for await (const _ of client.managedClusters.list());
        } catch (error) {
          body = calls.refusal;
          throw error;
        }
      },
      {
        subscriptionId,
        get body() {
          return body;
        },
      },
    );
    return problem;
  }

  it('a list without the role of a reader, with the command that assigns it', async () => {
    azure.control.forbid(SUBSCRIPTION);
    expect(await list(open({ objectId: OBJECT_ID }))).toEqual({
      code: 'AuthorizationFailed',
      message: `The identity may not read the subscription ${SUBSCRIPTION}: it lacks the role "Reader".`,
      remedy: expect.stringContaining('some minutes'),
      command: `az role assignment create --assignee-object-id "${OBJECT_ID}" --assignee-principal-type ServicePrincipal --role "Reader" --scope "/subscriptions/${SUBSCRIPTION}"`,
      subscriptionId: SUBSCRIPTION,
    });
    expect((await list(open())).command).toContain(OBJECT_ID);
  });

  it('the credential of a cluster, with the role on that cluster', async () => {
    azure.control.forbid(SUBSCRIPTION, 'credentials' as any);
    const session = open({ objectId: OBJECT_ID });
    const client = new ContainerServiceClient(
      session.credential,
      SUBSCRIPTION,
      session.clientOptions,
    );
    const armId = `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg1/providers/microsoft.containerservice/managedclusters/shop`;
    expect(
      await problemOf(
        session,
        () =>
          client.managedClusters.listClusterUserCredentials('rg1', 'shop', {
            format: 'exec',
          }),
        { subscriptionId: SUBSCRIPTION, armId, act: 'cluster-credentials' },
      ),
    ).toMatchObject({
      code: 'AuthorizationFailed',
      message:
        'The identity may not fetch the user credential of the cluster shop: it lacks the role "Azure Kubernetes Service Cluster User Role".',
      command: expect.stringContaining(`--scope "${armId}"`),
    });
  });

  it('a subscription that does not exist', async () => {
    expect(await list(open(), UNKNOWN)).toMatchObject({
      code: 'SubscriptionNotFound',
      message: `The subscription ${UNKNOWN} does not exist, or the identity may not see it.`,
    });
  });

  it('a subscription of another tenant', async () => {
    expect(await list(open(), FOREIGN_SUBSCRIPTION)).toMatchObject({
      code: 'InvalidAuthenticationTokenTenant',
      message: `The subscription ${FOREIGN_SUBSCRIPTION} belongs to another tenant than ${TENANT}.`,
      command: expect.stringContaining('--query tenantId'),
    });
  });

  it('too many requests, even when it says no time to wait', async () => {
    azure.control.throttle({ times: 20 });
    expect(await list(open())).toMatchObject({
      code: 'TooManyRequests',
      message: 'Azure throttles the requests of this identity.',
    });
  });

  it('with a page of a proxy', async () => {
    azure.control.failResourceManager({ status: 418, html: true });
    expect(await list(open())).toMatchObject({
      message: 'Azure Resource Manager refused the request (HTTP 418).',
    });
  });

  it('because it cannot be reached', async () => {
    const session = open(
      {},
      {
        cloud: { ...cloud, resourceManagerEndpoint: 'https://localhost:1' },
      },
    );
    Object.assign(session.clientOptions, { retryOptions: { maxRetries: 0 } });
    const client = new SubscriptionClient(
      session.credential,
      session.clientOptions,
    );
    const problem = await problemOf(session, () =>
      client.subscriptions.get(SUBSCRIPTION),
    );
    expect(problem.message).toBe(
      'The backend cannot reach localhost:1, the connection failed (ECONNREFUSED).',
    );
  });
});
