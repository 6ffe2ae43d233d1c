import { ContainerServiceClient } from '@azure/arm-containerservice';
import { OBJECT_ID, SUBSCRIPTION } from '../__testUtils__/ids';
import { AKS, setupPool } from '../__testUtils__/setupPool';
import { toAzureProblem } from '../problems/toAzureProblem';

describe('CredentialPool', () => {
  const given = setupPool();

  it('asks Entra once for five hundred clusters, and once for five hundred calls of Resource Manager', async () => {
    const { pool, id } = await given.connect();
    const clusters = await Promise.all(
      Array.from({ length: 500 }, () => given.connectCluster(pool, id)),
    );
    const tokens = await Promise.all(clusters.map(c => c.getToken!()));
    expect(new Set(tokens).size).toBe(1);
    expect(given.aksRequests()).toBe(1);

    const session = await pool.get(id);
    const armTokens = await Promise.all(
      Array.from({ length: 500 }, () =>
        session.credential.getToken(
          `${given.cloud.resourceManagerAudience}/.default`,
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
    expect(given.armRequests()).toBe(1);
    expect(session.connection.objectId).toBe(OBJECT_ID);
    expect(await session.getObjectId()).toBe(OBJECT_ID);
    expect(given.armRequests()).toBe(1);
  });

  it('reads one row for all who ask at once, and at most every three seconds', async () => {
    const { pool, directory, id, time } = await given.connect();
    const find = jest.spyOn(directory, 'find');
    await Promise.all(Array.from({ length: 100 }, () => pool.get(id)));
    await pool.get(id);
    expect(find).toHaveBeenCalledTimes(1);
    time.now += 3_000;
    await Promise.all(Array.from({ length: 100 }, () => pool.get(id)));
    expect(find).toHaveBeenCalledTimes(2);
  });

  it('knows a change that leaves the credential alone at once, and keeps its tokens', async () => {
    const { pool, service, id } = await given.connect();
    const session = await pool.get(id);
    const token = await session.getAksToken(AKS);
    await service.update(id, { subscriptions: 'all' });
    const next = await pool.get(id);
    expect(next.connection.subscriptions).toBe('all');
    expect(await next.getAksToken(AKS)).toBe(token);
  });

  it('does not take what it was reading for what was written meanwhile', async () => {
    const { pool, service, directory, id } = await given.connect();
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
    const { pool, secrets, id } = await given.connect();
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
      toAzureProblem(error, { cloud: given.cloud, connection: {} as any })
        .message,
    ).toContain('set it anew');
  });
});
