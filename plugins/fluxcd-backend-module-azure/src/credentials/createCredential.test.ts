import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import type { AzureSim } from '@internal/azure-sim';
import {
  CLIENT,
  MANAGED_CLIENT,
  MANAGED_OBJECT_ID,
  OBJECT_ID,
  SUBJECT,
  TENANT,
} from '../__testUtils__/ids';
import { makeConnection } from '../__testUtils__/makeConnection';
import { startAzure } from '../__testUtils__/startAzure';
import type { AzureCloud } from '../clouds/AzureCloud';
import type { ConnectionRecord } from '../connections/ConnectionRecord';
import { toAzureProblem } from '../problems/toAzureProblem';
import { PooledSession } from './PooledSession';

const AKS = '6dae42f8-4368-4678-94ff-3960e28e3630';
const directory = createMockDirectory();
const environment = { ...process.env };

let azure: AzureSim;
let cloud: AzureCloud;

beforeAll(async () => {
  ({ azure, cloud } = await startAzure());
});
afterAll(async () => azure.stop());
beforeEach(() => {
  directory.clear();
  azure.log.clear();
  azure.control.clearFaults();
  process.env = { ...environment };
});
afterAll(() => {
  process.env = environment;
});

function open(change: Partial<ConnectionRecord>): PooledSession {
  return new PooledSession({
    connection: makeConnection({ origin: 'config', ...change }),
    cloud,
  });
}

async function writeToken(
  options: Partial<Parameters<AzureSim['assertion']>[0]> = {},
): Promise<string> {
  const file = path.join(directory.path, 'token');
  await writeFile(
    file,
    `${azure.assertion({ subject: SUBJECT, ...options })}\n`,
  );
  return file;
}

const problemOf = async (session: PooledSession) =>
  session.getObjectId().then(
    () => {
      throw new Error('It worked');
    },
    error => toAzureProblem(error, session),
  );

describe('credentials of the surroundings', () => {
  it('sign in as a workload, with a token file that is named', async () => {
    const tokenFile = await writeToken();
    const session = open({
      credential: { type: 'workload-identity', tokenFile },
    });
    expect(await session.getObjectId()).toBe(OBJECT_ID);
    expect(await session.getAksToken(AKS)).toMatch(/^ey/);
    expect(azure.log.tokenRequests().map(r => r.credential)).toEqual([
      'assertion',
      'assertion',
    ]);
  });

  it('sign in as a workload, as its pod says', async () => {
    process.env.AZURE_TENANT_ID = TENANT;
    process.env.AZURE_CLIENT_ID = CLIENT;
    process.env.AZURE_FEDERATED_TOKEN_FILE = await writeToken();
    const session = open({
      tenantId: undefined,
      clientId: undefined,
      credential: { type: 'workload-identity' },
    });
    expect(await session.getObjectId()).toBe(OBJECT_ID);
  });

  it('sign in with an assertion in a file, read anew each time', async () => {
    const tokenFile = await writeToken({ ttlSeconds: -60 });
    const session = open({ credential: { type: 'federated', tokenFile } });
    expect(await problemOf(session)).toMatchObject({
      code: 'AADSTS50027',
      message: expect.stringContaining('does not accept the assertion'),
    });
    await writeToken();
    expect(await session.getAksToken(AKS)).toMatch(/^ey/);
  });

  it('sign in as the machine, one request however many ask', async () => {
    process.env.IDENTITY_ENDPOINT = azure.identity.endpoint;
    process.env.IDENTITY_HEADER = azure.identity.header;
    const session = open({
      tenantId: undefined,
      clientId: MANAGED_CLIENT,
      credential: { type: 'managed-identity' },
    });
    const tokens = await Promise.all(
      Array.from({ length: 500 }, () => session.getAksToken(AKS)),
    );
    expect(new Set(tokens).size).toBe(1);
    expect(azure.log.tokenRequests()).toMatchObject([
      { credential: 'managed-identity', clientId: MANAGED_CLIENT },
    ]);
    expect(await session.getObjectId()).toBe(MANAGED_OBJECT_ID);
  });

  it('take by default whichever is there', async () => {
    process.env.AZURE_TENANT_ID = TENANT;
    process.env.AZURE_CLIENT_ID = CLIENT;
    process.env.AZURE_FEDERATED_TOKEN_FILE = await writeToken();
    const session = open({
      tenantId: undefined,
      clientId: undefined,
      credential: { type: 'default' },
    });
    expect(await session.getObjectId()).toBe(OBJECT_ID);
  });
});

describe('credentials of surroundings that are not there', () => {
  it('say that the pod is no workload', async () => {
    const session = open({
      tenantId: undefined,
      clientId: undefined,
      credential: { type: 'workload-identity' },
    });
    expect((await problemOf(session)).message).toBe(
      'The pod of the backend has no workload identity.',
    );
  });

  it.each(['federated', 'workload-identity'] as const)(
    'say that the token file cannot be read: %s',
    async type => {
      const tokenFile = path.join(directory.path, 'nowhere');
      const session = open({ credential: { type, tokenFile } });
      const { message } = await problemOf(session);
      expect(message).toContain('token file of the identity cannot be read');
    },
  );

  it('say that no federated credential matches, and how to look', async () => {
    const tokenFile = await writeToken({
      subject: 'system:serviceaccount:a:b',
    });
    const session = open({ credential: { type: 'federated', tokenFile } });
    expect(await problemOf(session)).toMatchObject({
      code: 'AADSTS70021',
      message: expect.stringContaining('No federated credential'),
      command: `az ad app federated-credential list --id "${CLIENT}"`,
    });
  });

  it('say that the machine has no such identity', async () => {
    process.env.IDENTITY_ENDPOINT = azure.identity.endpoint;
    process.env.IDENTITY_HEADER = azure.identity.header;
    const session = open({
      clientId: '99999999-9999-4999-8999-999999999999',
      credential: { type: 'managed-identity' },
    });
    expect((await problemOf(session)).message).toContain(
      'no such managed identity',
    );
  });

  it.each(['managed-identity', 'default'] as const)(
    'do not blame Entra ID for an endpoint of the machine that is not there: %s',
    async type => {
      process.env.IDENTITY_ENDPOINT = azure.identity.endpoint;
      process.env.IDENTITY_HEADER = azure.identity.header;
      azure.control.fail({ service: 'identity', answer: 'drop' });
      const session = open({
        tenantId: undefined,
        clientId: '99999999-9999-4999-8999-999999999997',
        credential: { type },
      });
      expect((await problemOf(session)).message).toMatch(
        /no such managed identity|finds no identity around itself/,
      );
    },
  );

  it('say that nothing was found by default, and start none of the tools of developers', async () => {
    const trace = path.join(directory.path, 'started');
    for (const tool of ['az', 'azd', 'pwsh']) {
      await writeFile(
        path.join(directory.path, tool),
        `#!/bin/sh\necho ${tool} >> ${trace}\n`,
        { mode: 0o755 },
      );
    }
    process.env.PATH = `${directory.path}:${process.env.PATH}`;
    process.env.IDENTITY_ENDPOINT = azure.identity.endpoint;
    process.env.IDENTITY_HEADER = azure.identity.header;
    const session = open({
      tenantId: undefined,
      // The SDK keeps tokens of managed identities for the whole process.
      clientId: '99999999-9999-4999-8999-999999999998',
      credential: { type: 'default' },
    });
    expect((await problemOf(session)).message).toContain(
      'finds no identity around itself',
    );
    expect(existsSync(trace)).toBe(false);
  });
});

describe('a cloud of one’s own', () => {
  it('is asked by its own address alone', async () => {
    const session = new PooledSession({
      connection: makeConnection(),
      cloud: { ...cloud, authorityHost: 'https://127.0.0.1:1' },
      clientSecret: 'whatever~it.is',
    });
    await session.getObjectId().catch(() => {});
    expect(azure.log.requests).toEqual([]);
  });

  it('gets no second chance to send the secret elsewhere', async () => {
    azure.control.fail({
      service: 'entra',
      matches: ({ url }) => url.pathname.endsWith('/token'),
      answer: {
        status: 307,
        headers: { location: `${cloud.resourceManagerEndpoint}/stolen` },
        body: {},
      },
    });
    const session = new PooledSession({
      connection: makeConnection(),
      cloud,
      clientSecret: 'first~secret.of.the-application-0001',
    });
    await session.getObjectId().catch(() => {});
    expect(
      azure.log.requests.filter(r => r.service === 'resourceManager'),
    ).toEqual([]);
  });
});
