import type { AzureSim } from '@internal/azure-sim';
import { TestDatabases } from '@backstage/backend-test-utils';
import { ContainerServiceClient } from '@azure/arm-containerservice';
import type { Knex } from 'knex';
import type { AzureCloud } from '../clouds/AzureCloud';
import { createConnections } from '../__testUtils__/createConnections';
import {
  CLIENT,
  OBJECT_ID,
  SECRET,
  SUBSCRIPTION,
  TENANT,
} from '../__testUtils__/ids';
import { MemoryStorage } from '../__testUtils__/MemoryStorage';
import { startAzure } from '../__testUtils__/startAzure';
import { applyMigrations } from '../database/applyMigrations';
import { toAzureProblem } from '../problems/toAzureProblem';
import { AzureCredentialStrategy } from './AzureCredentialStrategy';

const AKS = '6dae42f8-4368-4678-94ff-3960e28e3630';
const SECOND = 'second~secret.of.the-application-0002';
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
  azure.control.rotateSecret(CLIENT, SECRET);
  azure.control.setTokenLifetime({ ttlSeconds: 3599 });
  azure.log.clear();
  knex = await databases.init('SQLITE_3');
  await applyMigrations({ getClient: async () => knex });
});
afterEach(async () => knex.destroy());

async function connect(secrets = new MemoryStorage()) {
  const replica = createConnections({ knex, clouds: [cloud], secrets });
  const { id } = await replica.service.create(
    {
      name: 'shop',
      cloud: 'simulated',
      tenantId: TENANT,
      clientId: CLIENT,
      clientSecret: SECRET,
      subscriptions: [SUBSCRIPTION],
    },
    { actor: 'user:default/guest' },
  );
  return { ...replica, id, secrets };
}

async function connectCluster(
  pool: ConstructorParameters<typeof AzureCredentialStrategy>[0]['pool'],
  id: string,
) {
  return new AzureCredentialStrategy({ pool }).connect({
    id: 'k1',
    server: 'https://shop.example.com',
    auth: { type: 'azure', connectionId: id, serverAppId: AKS },
    secret: { certificateAuthority: 'PEM' },
  });
}

const armRequests = () =>
  azure.log.tokenRequests({ scope: cloud.resourceManagerAudience }).length;
const aksRequests = () => azure.log.tokenRequests({ scope: AKS }).length;

describe('CredentialPool', () => {
  it('asks Entra once for five hundred clusters, and once for five hundred calls of Resource Manager', async () => {
    const { pool, id } = await connect();
    const clusters = await Promise.all(
      Array.from({ length: 500 }, () => connectCluster(pool, id)),
    );
    const tokens = await Promise.all(clusters.map(c => c.getToken!()));
    expect(new Set(tokens).size).toBe(1);
    expect(aksRequests()).toBe(1);

    const session = await pool.get(id);
    const armTokens = await Promise.all(
      Array.from({ length: 500 }, () =>
        session.credential.getToken(
          `${cloud.resourceManagerAudience}/.default`,
        ),
      ),
    );
    expect(new Set(armTokens.map(t => t!.token)).size).toBe(1);
    const client = new ContainerServiceClient(
      session.credential,
      SUBSCRIPTION,
      session.clientOptions,
    );
    const names: (string | undefined)[] = [];
    for await (const { name } of client.managedClusters.list())
      names.push(name);
    expect(names.sort()).toEqual(['night', 'shop']);
    expect(armRequests()).toBe(1);
    expect(session.connection.objectId).toBe(OBJECT_ID);
    expect(await session.getObjectId()).toBe(OBJECT_ID);
    expect(armRequests()).toBe(1);
  });

  it('hands the connector of the cluster its server and its trust', async () => {
    const { pool, id } = await connect();
    expect(await connectCluster(pool, id)).toMatchObject({
      server: 'https://shop.example.com',
      certificateAuthority: 'PEM',
    });
    expect(azure.log.requests).toEqual([]);
  });

  it('takes a rotated secret at once, in this replica and in another, under load', async () => {
    const first = await connect();
    const second = createConnections({
      knex,
      clouds: [cloud],
      secrets: first.secrets,
    });
    const { id } = first;
    const here = await connectCluster(first.pool, id);
    const there = await connectCluster(second.pool, id);
    const failures: unknown[] = [];
    let running = true;
    const load = [here, there].map(async cluster => {
      while (running) {
        await cluster.getToken!().catch(error => failures.push(error));
        await new Promise(resolve => setImmediate(resolve));
      }
    });
    await here.getToken!();
    await there.getToken!();

    azure.control.rotateSecret(CLIENT, SECOND);
    azure.log.clear();
    await first.service.update(id, { clientSecret: SECOND });
    await here.getToken!();
    expect(aksRequests()).toBe(1);
    second.time.now += 3_000;
    await there.getToken!();
    await new Promise(resolve => setTimeout(resolve, 200));
    running = false;
    await Promise.all(load);
    expect(failures).toEqual([]);
    expect(aksRequests()).toBe(2);
    expect(azure.log.requests.filter(({ code }) => code)).toEqual([]);
    // The old one is gone from the store, too.
    expect([...first.secrets.secrets.values()]).toEqual([
      { clientSecret: SECOND },
    ]);
  });

  it('looks for a new secret the moment the one it has is refused', async () => {
    const first = await connect();
    const second = createConnections({
      knex,
      clouds: [cloud],
      secrets: first.secrets,
    });
    const there = await connectCluster(second.pool, first.id);
    await second.pool.get(first.id);
    azure.control.rotateSecret(CLIENT, SECOND);
    await first.service.update(first.id, { clientSecret: SECOND });
    await expect(there.getToken!()).resolves.toMatch(/^ey/);
  });

  it('says in plain words why there is no token, asks Entra no more for a while, and recovers with the next secret', async () => {
    const expiring = 'third~secret.of.the-application-0003';
    azure.control.rotateSecret(CLIENT, expiring, { keepOld: true });
    const { pool, service, id, time } = await connect();
    await service.update(id, { clientSecret: expiring });
    const cluster = await connectCluster(pool, id);
    azure.control.rotateSecret(CLIENT, expiring);
    azure.control.expireSecrets(CLIENT);
    for (let i = 0; i < 3; i++) {
      await expect(cluster.getToken!()).rejects.toMatchObject({
        name: 'AuthenticationError',
        message: `The client secret of the application ${CLIENT} has expired. (AADSTS7000222)`,
      });
    }
    expect(aksRequests()).toBe(1);
    time.now += 5_000;
    await expect(cluster.getToken!()).rejects.toThrow('AADSTS7000222');
    expect(aksRequests()).toBe(2);

    azure.control.rotateSecret(CLIENT, SECOND);
    await service.update(id, { clientSecret: SECOND });
    await expect(cluster.getToken!()).resolves.toMatch(/^ey/);
  });

  it('recovers when the token endpoint is back', async () => {
    const { pool, id, time } = await connect();
    const cluster = await connectCluster(pool, id);
    azure.control.refuseTokenRequests({ code: 53003, times: 1 });
    await expect(cluster.getToken!()).rejects.toThrow('AADSTS53003');
    time.now += 5_000;
    await expect(cluster.getToken!()).resolves.toMatch(/^ey/);
  });

  it('never runs dry while tokens are short-lived', async () => {
    azure.control.setTokenLifetime({ ttlSeconds: 4 });
    const { pool, id, time } = await connect();
    const cluster = await connectCluster(pool, id);
    const tokens = new Set<string>();
    for (let i = 0; i < 30; i++) {
      time.now = Date.now();
      const token = await cluster.getToken!();
      const { exp } = JSON.parse(
        Buffer.from(token.split('.')[1], 'base64url').toString(),
      );
      expect(exp * 1000).toBeGreaterThan(Date.now());
      tokens.add(token);
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    expect(tokens.size).toBeGreaterThanOrEqual(2);
    expect(aksRequests()).toBe(tokens.size);
  });

  it('fetches another token when an API server refused the one it has', async () => {
    const { pool, id, time } = await connect();
    const cluster = await connectCluster(pool, id);
    const token = await cluster.getToken!();
    cluster.refuseToken!(token);
    expect(await cluster.getToken!()).toBe(token);
    time.now += 30_000;
    cluster.refuseToken!(token);
    const next = await cluster.getToken!();
    expect(next).not.toBe(token);
    cluster.refuseToken!(token);
    expect(await cluster.getToken!()).toBe(next);
    expect(aksRequests()).toBe(2);
  });

  it('goes on with what it has while the database is away, and ends with the connection', async () => {
    const { pool, service, directory, id, time } = await connect();
    const cluster = await connectCluster(pool, id);
    const token = await cluster.getToken!();
    const find = jest
      .spyOn(directory, 'find')
      .mockRejectedValue(new Error('database away'));
    time.now += 3_000;
    expect(await cluster.getToken!()).toBe(token);
    find.mockRestore();
    await service.delete(id);
    await expect(cluster.getToken!()).rejects.toMatchObject({
      name: 'AuthenticationError',
      message: 'The connection does not exist',
    });
  });

  it('reads one row for all who ask at once, and at most every three seconds', async () => {
    const { pool, directory, id, time } = await connect();
    const find = jest.spyOn(directory, 'find');
    await Promise.all(Array.from({ length: 100 }, () => pool.get(id)));
    await pool.get(id);
    expect(find).toHaveBeenCalledTimes(1);
    time.now += 3_000;
    await Promise.all(Array.from({ length: 100 }, () => pool.get(id)));
    expect(find).toHaveBeenCalledTimes(2);
  });

  it('knows a change that leaves the credential alone at once, and keeps its tokens', async () => {
    const { pool, service, id } = await connect();
    const session = await pool.get(id);
    const token = await session.getAksToken(AKS);
    await service.update(id, { subscriptions: 'all' });
    const next = await pool.get(id);
    expect(next.connection.subscriptions).toBe('all');
    expect(await next.getAksToken(AKS)).toBe(token);
  });

  it('does not take what it was reading for what was written meanwhile', async () => {
    const { pool, service, directory, id } = await connect();
    const before = await directory.find(id);
    let release = () => {};
    jest.spyOn(directory, 'find').mockImplementationOnce(async () => {
      await new Promise<void>(resolve => {
        release = resolve;
      });
      return before;
    });
    const early = pool.get(id);
    await service.update(id, { name: 'store' });
    release();
    await early;
    expect((await pool.get(id)).connection.name).toBe('store');
  });

  it('says that no key opens the secret, or that it is gone', async () => {
    const { pool, secrets, id } = await connect();
    secrets.locked = true;
    await expect(pool.get(id)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('fluxcd.encryption.keys'),
    });
    secrets.locked = false;
    secrets.secrets.clear();
    const error = await pool.get(id).catch(e => e);
    expect(error.message).toContain('is not stored: set it anew');
    expect(
      toAzureProblem(error, { cloud, connection: {} as any }).message,
    ).toContain('set it anew');
  });
});
