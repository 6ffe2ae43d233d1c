import {
  aDeployment,
  aPod,
  aReplicaSet,
  setupShop,
  SHOP,
} from '../__testUtils__/shopObjects';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { WorkloadService } from './WorkloadService';

const QUERY = { kind: 'Deployment', namespace: 'shop', name: 'cart' } as const;
const LOG = {
  namespace: 'shop',
  pod: 'cart-1-a',
  tailLines: 1000,
  previous: false,
  follow: false,
};

function setup(ids = ['shop_cart_apps_Deployment'], spec: object = {}) {
  const shop = setupShop(ids, spec);
  shop.api
    .add(aDeployment('cart'))
    .add(aReplicaSet('cart-1', 'cart'))
    .add(aPod('cart-1-a', { replicaSet: 'cart-1' }));
  const { inventories } = shop;
  const service = new WorkloadService({ inventories });
  const read = async (
    query: Partial<typeof LOG> & { container?: string } = {},
  ) => {
    const { signal } = new AbortController();
    let text = '';
    const log = await service.logs(SHOP.id, { ...LOG, ...query }, { signal });
    for await (const piece of log) text += piece;
    return text;
  };
  return { ...shop, service, read };
}

const crashed = {
  conditions: [{ type: 'Ready', status: 'False' }],
  containerStatuses: [
    {
      name: 'app',
      ready: false,
      restartCount: 4,
      state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } },
      lastState: { terminated: { reason: 'Error' } },
    },
  ],
};

describe('WorkloadService.pods', () => {
  it('lists the pods of a Deployment with containers and restarts, the worst first', async () => {
    const { api, service } = setup();
    api.add(aPod('cart-1-z', { replicaSet: 'cart-1', status: crashed }));
    const pods = await service.pods(SHOP.id, QUERY);
    expect(pods).toMatchObject([
      {
        name: 'cart-1-z',
        health: 'degraded',
        message: 'Container app: CrashLoopBackOff: back-off',
        restarts: 4,
        containers: [
          {
            name: 'app',
            state: 'waiting',
            reason: 'CrashLoopBackOff',
            previous: true,
          },
          { name: 'sidecar', state: 'unknown', previous: false },
        ],
      },
      { name: 'cart-1-a', health: 'healthy', phase: 'Running', node: 'node-1' },
    ]);
    expect(JSON.stringify(pods)).not.toContain('canary');
  });

  it('tells which container a pod names as its default, if it has it', async () => {
    const { api, service } = setup();
    const named = (name: string, container: string) =>
      aPod(name, {
        replicaSet: 'cart-1',
        metadata: {
          annotations: { 'kubectl.kubernetes.io/default-container': container },
        },
      });
    api.add(named('cart-1-a', 'sidecar')).add(named('cart-1-b', 'none'));
    const pods = await service.pods(SHOP.id, QUERY);
    expect(pods.map(p => [p.name, p.defaultContainer])).toEqual([
      ['cart-1-a', 'sidecar'],
      ['cart-1-b', undefined],
    ]);
  });

  it('leaves out pods that only carry its labels', async () => {
    const { api, service } = setup();
    api
      .add(aPod('stranger'))
      .add(aReplicaSet('old-1', 'cart', 'uid-of-a-deployment-before'))
      .add(aPod('old-1-a', { replicaSet: 'old-1' }));
    const pods = await service.pods(SHOP.id, QUERY);
    expect(pods.map(p => p.name)).toEqual(['cart-1-a']);
  });

  it('does not list all pods for a workload that selects nothing', async () => {
    const { api, service } = setup();
    api.add(aDeployment('cart', { spec: { selector: {} } }));
    expect(await service.pods(SHOP.id, QUERY)).toEqual([]);
    expect(api.paths().filter(p => p.endsWith('/pods'))).toEqual([]);
  });

  it.each([
    ['is not in the inventory', ['shop_web_apps_Deployment'], {}],
    [
      'is in another cluster',
      ['shop_cart_apps_Deployment'],
      { kubeConfig: {} },
    ],
  ])('knows nothing of a workload that %s', async (_, ids, spec) => {
    const { service } = setup(ids, spec);
    await expect(service.pods(SHOP.id, QUERY)).rejects.toThrow(
      'The resource manages no such object',
    );
  });
});

describe('WorkloadService.logs', () => {
  it('reads the first container when none is named, within limits', async () => {
    const { api, read } = setup();
    api.log = async function* log() {
      const bytes = Buffer.from('grün\n');
      yield bytes.subarray(0, 3);
      yield bytes.subarray(3);
    };
    expect(await read()).toBe('grün\n');
    expect(api.requests.at(-1)).toMatchObject({
      path: '/api/v1/namespaces/shop/pods/cart-1-a/log',
      query: { container: 'app', tailLines: 1000, limitBytes: 5 * 1024 * 1024 },
    });
  });

  it('prefers the container that the pod names as its default', async () => {
    const { api, read } = setup();
    api.add(
      aPod('cart-1-a', {
        replicaSet: 'cart-1',
        metadata: {
          annotations: { 'kubectl.kubernetes.io/default-container': 'sidecar' },
        },
      }),
    );
    await read();
    expect(api.requests.at(-1)?.query?.container).toBe('sidecar');
  });

  it.each([
    ['has no owner', aPod('cart-1-a')],
    [
      'is owned by what does not exist',
      aPod('cart-1-a', { replicaSet: 'none' }),
    ],
    [
      'names an owner that was made anew',
      aPod('cart-1-a', {
        metadata: {
          ownerReferences: [
            {
              apiVersion: 'apps/v1',
              kind: 'ReplicaSet',
              name: 'cart-1',
              uid: 'another',
              controller: true,
            },
          ],
        },
      }),
    ],
    [
      'is owned, but not controlled',
      aPod('cart-1-a', {
        metadata: {
          ownerReferences: [
            {
              apiVersion: 'apps/v1',
              kind: 'ReplicaSet',
              name: 'cart-1',
              uid: 'cart-1',
            },
          ],
        },
      }),
    ],
  ])('shows nothing of a pod that %s', async (_, pod) => {
    const { api, read } = setup();
    api.add(pod);
    await expect(read()).rejects.toThrow('The resource manages no such object');
    expect(api.paths().filter(p => p.endsWith('/log'))).toEqual([]);
  });

  it('shows nothing of a pod here that the resource manages elsewhere under that name', async () => {
    const { api, read } = setup(['shop_cart_apps_Deployment'], {
      kubeConfig: {},
    });
    await expect(read()).rejects.toThrow('The resource manages no such object');
    expect(api.paths().filter(p => p.endsWith('/log'))).toEqual([]);
  });

  it('answers the same for a pod of somebody else and for none', async () => {
    const { api, read } = setup();
    api.add(aPod('foreign'));
    const foreign = await read({ pod: 'foreign' }).catch(e => String(e));
    const absent = await read({ pod: 'absent' }).catch(e => String(e));
    expect(foreign).toBe(absent);
  });

  it('shows nothing when the owner cannot be read', async () => {
    const { api, read } = setup();
    api.intercept = ({ path }) => {
      if (!path.includes('/replicasets/')) return undefined;
      throw new KubernetesError('no', { reason: 'forbidden', status: 403 });
    };
    await expect(read()).rejects.toThrow('no');
    expect(api.paths().filter(p => p.endsWith('/log'))).toEqual([]);
  });

  it('reads the log of the run before only where there was one', async () => {
    const { api, read } = setup();
    await expect(read({ previous: true })).rejects.toThrow(
      'The container has had no run before this one',
    );
    api.add(aPod('cart-1-a', { replicaSet: 'cart-1', status: crashed }));
    await read({ previous: true });
    expect(api.requests.at(-1)?.query?.previous).toBe(true);
  });

  it('says why there is no log yet', async () => {
    const { api, read } = setup();
    const waiting = {
      phase: 'Pending',
      containerStatuses: [
        { name: 'app', state: { waiting: { reason: 'ImagePullBackOff' } } },
      ],
    };
    api.add(aPod('cart-1-a', { replicaSet: 'cart-1', status: waiting }));
    await expect(read()).rejects.toThrow(
      'The container has not started: ImagePullBackOff',
    );
  });

  it.each([
    [{ container: 'none' }, 'container: the pod has no container of this name'],
    [{ previous: true, follow: true }, 'follow: a run that has ended'],
  ])('refuses %j', async (query, words) => {
    const { read } = setup();
    await expect(read(query)).rejects.toThrow(words);
  });
});
