import { CLIENT } from '../__testUtils__/ids';
import { setupPool } from '../__testUtils__/setupPool';

const SECOND = 'second~secret.of.the-application-0002';

describe('AzureCredentialStrategy', () => {
  const given = setupPool();

  it('hands the connector of the cluster its server and its trust', async () => {
    const { pool, id } = await given.connect();
    expect(await given.connectCluster(pool, id)).toMatchObject({
      server: 'https://shop.example.com',
      certificateAuthority: 'PEM',
    });
    expect(given.azure.log.requests).toEqual([]);
  });

  it('takes a rotated secret at once, in this replica and in another, under load', async () => {
    const first = await given.connect();
    const second = given.replica(first.secrets);
    const { id } = first;
    const here = await given.connectCluster(first.pool, id);
    const there = await given.connectCluster(second.pool, id);
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

    given.azure.control.rotateSecret(CLIENT, SECOND);
    given.azure.log.clear();
    await first.service.update(id, { clientSecret: SECOND });
    await here.getToken!();
    expect(given.aksRequests()).toBe(1);
    second.time.now += 3_000;
    await there.getToken!();
    await new Promise(resolve => setTimeout(resolve, 200));
    running = false;
    await Promise.all(load);
    expect(failures).toEqual([]);
    expect(given.aksRequests()).toBe(2);
    expect(given.azure.log.requests.filter(({ code }) => code)).toEqual([]);
    // The old one is gone from the store, too.
    expect([...first.secrets.secrets.values()]).toEqual([
      { clientSecret: SECOND },
    ]);
  });

  it('looks for a new secret the moment the one it has is refused', async () => {
    const first = await given.connect();
    const second = given.replica(first.secrets);
    const there = await given.connectCluster(second.pool, first.id);
    await second.pool.get(first.id);
    given.azure.control.rotateSecret(CLIENT, SECOND);
    await first.service.update(first.id, { clientSecret: SECOND });
    await expect(there.getToken!()).resolves.toMatch(/^ey/);
  });

  it('says in plain words why there is no token, asks Entra no more for a while, and recovers with the next secret', async () => {
    const expiring = 'third~secret.of.the-application-0003';
    given.azure.control.rotateSecret(CLIENT, expiring, { keepOld: true });
    const { pool, service, id, time } = await given.connect();
    await service.update(id, { clientSecret: expiring });
    const cluster = await given.connectCluster(pool, id);
    given.azure.control.rotateSecret(CLIENT, expiring);
    given.azure.control.expireSecrets(CLIENT);
    for (let i = 0; i < 3; i++) {
      await expect(cluster.getToken!()).rejects.toMatchObject({
        name: 'AuthenticationError',
        message: `The client secret of the application ${CLIENT} has expired. (AADSTS7000222)`,
      });
    }
    expect(given.aksRequests()).toBe(1);
    time.now += 5_000;
    await expect(cluster.getToken!()).rejects.toThrow('AADSTS7000222');
    expect(given.aksRequests()).toBe(2);

    given.azure.control.rotateSecret(CLIENT, SECOND);
    await service.update(id, { clientSecret: SECOND });
    await expect(cluster.getToken!()).resolves.toMatch(/^ey/);
  });

  it('recovers when the token endpoint is back', async () => {
    const { pool, id, time } = await given.connect();
    const cluster = await given.connectCluster(pool, id);
    given.azure.control.refuseTokenRequests({ code: 53003, times: 1 });
    await expect(cluster.getToken!()).rejects.toThrow('AADSTS53003');
    time.now += 5_000;
    await expect(cluster.getToken!()).resolves.toMatch(/^ey/);
  });

  it('never runs dry while tokens are short-lived', async () => {
    given.azure.control.setTokenLifetime({ ttlSeconds: 4 });
    const { pool, id, time } = await given.connect();
    const cluster = await given.connectCluster(pool, id);
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
    expect(given.aksRequests()).toBe(tokens.size);
  });

  it('fetches another token when an API server refused the one it has', async () => {
    const { pool, id, time } = await given.connect();
    const cluster = await given.connectCluster(pool, id);
    const token = await cluster.getToken!();
    cluster.refuseToken!(token);
    expect(await cluster.getToken!()).toBe(token);
    time.now += 30_000;
    cluster.refuseToken!(token);
    const next = await cluster.getToken!();
    expect(next).not.toBe(token);
    cluster.refuseToken!(token);
    expect(await cluster.getToken!()).toBe(next);
    expect(given.aksRequests()).toBe(2);
  });

  it('goes on with what it has while the database is away, and ends with the connection', async () => {
    const { pool, service, directory, id, time } = await given.connect();
    const cluster = await given.connectCluster(pool, id);
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

  it('asks a slow token endpoint once for all who come while it thinks', async () => {
    const { pool, id } = await given.connect();
    const cluster = await given.connectCluster(pool, id);
    const crowd = () => Array.from({ length: 250 }, () => cluster.getToken!());
    given.azure.control.setLatency('entra', 400);
    const first = crowd();
    await new Promise(resolve => setTimeout(resolve, 300));
    const tokens = await Promise.all([...first, ...crowd()]);
    expect(new Set(tokens).size).toBe(1);
    expect(given.aksRequests()).toBe(1);
  });

  it('lets nobody who comes with a new secret wait for what hangs with the old one', async () => {
    const { pool, service, id } = await given.connect();
    const cluster = await given.connectCluster(pool, id);
    given.azure.control.hang({ service: 'entra', times: 1 });
    const stuck = cluster.getToken!().catch(() => {});
    await new Promise(resolve => setTimeout(resolve, 200));
    given.azure.control.rotateSecret(CLIENT, SECOND);
    await service.update(id, { clientSecret: SECOND });
    const begun = Date.now();
    await expect(cluster.getToken!()).resolves.toMatch(/^ey/);
    expect(Date.now() - begun).toBeLessThan(10_000);
    await stuck;
  }, 60_000);
});
