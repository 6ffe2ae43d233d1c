import { request } from 'node:https';
import {
  AKS_SERVER_APP,
  bindToObjectId,
  startAzureSim,
  type AzureSim,
} from '..';
import {
  BASICS,
  clients,
  OBJECT,
  PROD,
  refusal,
  secretCredential,
  TENANT,
} from '../__testUtils__/azure';

const NAMESPACES = '/api/v1/namespaces';

describe('the clusters of the emulator', () => {
  let sim: AzureSim;

  beforeAll(async () => {
    sim = await startAzureSim({
      ...BASICS,
      clusters: [
        {
          name: 'shop',
          subscriptionId: PROD,
          server: { objects: [bindToObjectId(OBJECT)] },
        },
        { name: 'twin', subscriptionId: PROD, server: { sharedWith: 'shop' } },
        { name: 'unbound', subscriptionId: PROD, server: {} },
        { name: 'legacy', subscriptionId: PROD, entra: false, server: {} },
        {
          name: 'inner',
          subscriptionId: PROD,
          private: 'public-name',
          server: { objects: [bindToObjectId(OBJECT)] },
        },
        { name: 'idle', subscriptionId: PROD, power: 'Stopped', server: {} },
      ],
    });
  });
  afterAll(() => sim?.stop());
  afterEach(() => sim.control.setTokenLifetime({ ttlSeconds: 3599 }));

  /** Address, CA and certificate out of the kubeconfig that Resource Manager hands out. */
  const connection = async (name: string, options = {}) => {
    const { kubeconfigs } = await clients(sim)
      .aks(PROD)
      .managedClusters.listClusterUserCredentials('rg1', name, options);
    const text = Buffer.from(kubeconfigs![0].value!).toString();
    const field = (key: string) => new RegExp(`${key}: (.*)`).exec(text)?.[1];
    const decoded = (key: string) => {
      const value = field(key);
      return value && Buffer.from(value, 'base64').toString();
    };
    return {
      server: field('server')!,
      ca: decoded('certificate-authority-data')!,
      cert: decoded('client-certificate-data'),
      key: decoded('client-key-data'),
      localToken: field('token'),
    };
  };
  const clusterToken = async () =>
    (await secretCredential(sim).getToken(`${AKS_SERVER_APP}/.default`)).token;
  const get = async (
    name: string,
    {
      token,
      path = NAMESPACES,
      options,
      certificate = false,
    }: {
      token?: string;
      path?: string;
      options?: object;
      certificate?: boolean;
    },
  ) => {
    const { server, ca, cert, key } = await connection(name, options);
    return new Promise<number>((resolve, reject) => {
      request(
        `${server}${path}`,
        {
          ca,
          ...(certificate && { cert, key }),
          headers: token ? { authorization: `Bearer ${token}` } : {},
          agent: false,
        },
        response => {
          response.resume();
          resolve(response.statusCode!);
        },
      )
        .on('error', reject)
        .end();
    });
  };

  it('accept a token for the AKS application, with the rights of its object id', async () => {
    const token = await clusterToken();
    expect(await get('shop', { token })).toBe(200);
    expect(await get('twin', { token })).toBe(200);
    const [{ user }] = (
      await sim.control
        .apiServer('shop')
        .control<any[]>({ type: 'takeRequests' })
    ).slice(-1);
    expect(user).toBe(OBJECT);
    expect(await get('shop', { token, path: '/api/v1/secrets' })).toBe(403);
  });

  it('know a token whose object id has no binding, and allow it nothing', async () => {
    const token = await clusterToken();
    expect(await get('unbound', { token })).toBe(403);
    expect(await get('unbound', { token, path: '/version' })).toBe(200);
    await sim.control
      .apiServer('unbound')
      .control({ type: 'put', objects: [bindToObjectId(OBJECT)] });
    expect(await get('unbound', { token })).toBe(200);
  });

  it('refuse tokens for another audience, of another tenant, expired, or signed by others', async () => {
    const now = Math.floor(Date.now() / 1000);
    const good = {
      aud: AKS_SERVER_APP,
      iss: `https://sts.windows.net/${TENANT}/`,
      exp: now + 60,
      oid: OBJECT,
    };
    expect(await get('shop', { token: sim.forge(good) })).toBe(200);
    const arm = await secretCredential(sim).getToken(
      'https://management.azure.com/.default',
    );
    for (const token of [
      arm.token,
      sim.forge({ ...good, aud: 'https://management.azure.com' }),
      sim.forge({ ...good, iss: 'https://sts.windows.net/elsewhere/' }),
      sim.forge({ ...good, exp: now - 1 }),
      sim.forge({ ...good, nbf: now + 3600 }),
      sim.forge({ ...good, oid: undefined }),
      sim.assertion({ subject: OBJECT, audience: AKS_SERVER_APP }),
      'nonsense',
    ]) {
      expect(await get('shop', { token })).toBe(401);
    }
  });

  it('refuse a token as soon as its life is over', async () => {
    sim.control.setTokenLifetime({ ttlSeconds: 1 });
    const token = await clusterToken();
    await new Promise(resolve => setTimeout(resolve, 1500));
    expect(await get('shop', { token })).toBe(401);
  });

  it('refuse tokens that were revoked, and accept those that come after', async () => {
    const token = await clusterToken();
    await sim.control.revokeClusterTokens(OBJECT);
    expect(await get('shop', { token })).toBe(401);
    expect(await get('shop', { token: await clusterToken() })).toBe(200);
  });

  it('without Entra take the certificate of the kubeconfig, and no token of Entra', async () => {
    expect(await get('legacy', { certificate: true })).toBe(200);
    const { localToken } = await connection('legacy');
    expect(await get('legacy', { token: localToken })).toBe(200);
    expect(await get('legacy', { token: await clusterToken() })).toBe(401);
  });

  it('with private addresses answer only under the name that resolves', async () => {
    const token = await clusterToken();
    expect((await refusal(get('inner', { token }))).code).toMatch(
      /ENOTFOUND|EAI_AGAIN/,
    );
    expect(
      await get('inner', { token, options: { serverFqdn: 'public' } }),
    ).toBe(200);
  });

  it('stop and start', async () => {
    const token = await clusterToken();
    const answer = () => get('idle', { token, path: '/version' });
    expect((await refusal(answer())).code).toBe('ECONNREFUSED');
    await sim.control.startCluster('idle');
    expect(sim.control.cluster('idle').power).toBe('Running');
    expect(await answer()).toBe(200);
    await sim.control.stopCluster('idle');
    expect((await refusal(answer())).code).toBe('ECONNREFUSED');
    const { powerState } = await clients(sim)
      .aks(PROD)
      .managedClusters.get('rg1', 'idle');
    expect(powerState).toEqual({ code: 'Stopped' });
  });

  it('made again under the same name have another address, name and CA', async () => {
    const before = await connection('inner', { serverFqdn: 'public' });
    const { id, fqdn } = sim.control.cluster('inner');
    const again = await sim.control.recreateCluster('inner');
    expect(again.id).toBe(id);
    expect(again.fqdn).not.toBe(fqdn);
    const after = await connection('inner', { serverFqdn: 'public' });
    expect(after.ca).not.toBe(before.ca);
    expect(after.server).not.toBe(before.server);
    expect(
      await get('inner', {
        token: await clusterToken(),
        options: { serverFqdn: 'public' },
      }),
    ).toBe(200);
  });
});
