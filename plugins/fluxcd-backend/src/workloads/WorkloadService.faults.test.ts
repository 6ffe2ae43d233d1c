import { aPod, aReplicaSet, SHOP } from '../__testUtils__/shopObjects';
import { crashed, setupWorkloads } from '../__testUtils__/setupWorkloads';
import { KubernetesError } from '../kubernetes/KubernetesError';

const QUERY = { kind: 'Deployment', namespace: 'shop', name: 'cart' } as const;
const NOT_MANAGED = 'The resource manages no such object';
const POD = '/api/v1/namespaces/shop/pods/cart-1-a';

const controlledBy = (apiVersion: string, kind: string, name: string) => ({
  metadata: {
    ownerReferences: [{ apiVersion, kind, name, uid: name, controller: true }],
  },
});

describe('WorkloadService, whatever a cluster answers', () => {
  it('knows nothing of a workload that is listed and not there', async () => {
    const { api, service } = setupWorkloads();
    for (const [path, { kind }] of api.objects) {
      if (kind === 'Deployment') api.objects.delete(path);
    }
    await expect(service.pods(SHOP.id, QUERY)).rejects.toThrow(NOT_MANAGED);
  });

  it('reads the log of a container that waits to be started again', async () => {
    const { api, read } = setupWorkloads();
    api.add(aPod('cart-1-a', { replicaSet: 'cart-1', status: crashed }));
    await expect(read()).resolves.toBe('');
  });

  it('limits no log that is followed, which ends with its reader', async () => {
    const { api, read } = setupWorkloads();
    await read({ follow: true });
    const { query, signal } = api.requests.at(-1)!;
    expect(query).toMatchObject({ follow: true, limitBytes: undefined });
    expect(signal).toBeInstanceOf(AbortSignal);
  });

  it('tells of a log that ends within a character', async () => {
    const { api, read } = setupWorkloads();
    api.log = async function* log() {
      yield Buffer.from('grün').subarray(0, 3);
    };
    expect(await read()).toBe('gr\uFFFD');
  });

  it('does not take a 404 that speaks of no object for an absent one', async () => {
    const { api, read } = setupWorkloads();
    api.intercept = ({ path }) => {
      if (path !== POD) return undefined;
      throw new KubernetesError('no route', {
        reason: 'not-found',
        status: 404,
      });
    };
    await expect(read()).rejects.toThrow('no route');
  });

  it.each([
    ['another name', { name: 'other', namespace: 'shop', uid: 'u' }],
    ['another namespace', { name: 'cart-1-a', namespace: 'other', uid: 'u' }],
    ['no name', { namespace: 'shop', uid: 'u' }],
  ])('believes no object of %s than it asked for', async (_, metadata) => {
    const { api, read } = setupWorkloads();
    api.intercept = ({ path }) => (path === POD ? { metadata } : undefined);
    await expect(read()).rejects.toThrow('not the object asked for');
  });

  it('believes no list that is none', async () => {
    const { api, service } = setupWorkloads();
    api.intercept = ({ path }) => (path.endsWith('/pods') ? {} : undefined);
    await expect(service.pods(SHOP.id, QUERY)).rejects.toThrow('not a list');
  });

  it('leaves out what a list holds of another namespace', async () => {
    const { api, service } = setupWorkloads();
    const stranger = aPod('stranger', { replicaSet: 'cart-1' });
    Object.assign(stranger.metadata, { namespace: 'other', uid: 'u' });
    api.intercept = ({ path }) =>
      path.endsWith('/pods') ? { items: [stranger] } : undefined;
    expect((await service.pods(SHOP.id, QUERY)).items).toEqual([]);
  });

  it.each([
    ['group', 'shop_cart_example.com_Deployment'],
    ['kind', 'shop_cart_apps_StatefulSet'],
    ['namespace', 'other_cart_apps_Deployment'],
    ['name', 'shop_cart2_apps_Deployment'],
  ])('is not led astray by an object of another %s', async (_, id) => {
    const { read } = setupWorkloads([id]);
    await expect(read()).rejects.toThrow(NOT_MANAGED);
  });

  it('does not follow owners in a circle', async () => {
    const { api, read } = setupWorkloads();
    const loop = aReplicaSet('loop', 'none');
    Object.assign(
      loop.metadata,
      controlledBy('apps/v1', 'ReplicaSet', 'loop').metadata,
    );
    api.add(loop).add(aPod('cart-1-a', { replicaSet: 'loop' }));
    await expect(read()).rejects.toThrow(NOT_MANAGED);
    expect(api.paths().filter(p => p.endsWith('/loop'))).toHaveLength(5);
  });

  it.each(['../../api/v1', 'apps/../v1', 'apps/v1?x'])(
    'asks for no owner of the version %s',
    async apiVersion => {
      const { api, read } = setupWorkloads();
      api.add(aPod('cart-1-a', controlledBy(apiVersion, 'Secret', 'cart')));
      await expect(read()).rejects.toThrow(NOT_MANAGED);
      expect(api.paths().at(-1)).toBe(POD);
    },
  );
});
