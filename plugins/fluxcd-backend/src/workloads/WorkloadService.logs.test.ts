import { aPod, SHOP } from '../__testUtils__/shopObjects';
import { crashed, setupWorkloads } from '../__testUtils__/setupWorkloads';
import { KubernetesError } from '../kubernetes/KubernetesError';

describe('WorkloadService.logs', () => {
  it('writes down who read which container of which pod, before it is read', async () => {
    const { api, read, record, activities } = setupWorkloads();
    await read();
    await read({ container: 'sidecar' });
    const entry = {
      actor: 'user:default/ada',
      action: 'pod.logs',
      clusterId: 'c1',
      clusterName: 'prod',
      resourceId: SHOP.id,
      kind: 'Pod',
      namespace: 'shop',
      name: 'cart-1-a',
    };
    expect(record).toEqual([
      { ...entry, message: 'Container app' },
      { ...entry, message: 'Container sidecar' },
    ]);
    activities.record = async () => {
      throw new Error('no record');
    };
    const before = api.requests.filter(r => r.path.endsWith('/log')).length;
    await expect(read()).rejects.toThrow('no record');
    expect(api.paths().filter(p => p.endsWith('/log'))).toHaveLength(before);
  });

  it('reads the first container when none is named, within limits', async () => {
    const { api, read } = setupWorkloads();
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
    const { api, read } = setupWorkloads();
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
    const { api, read } = setupWorkloads();
    api.add(pod);
    await expect(read()).rejects.toThrow('The resource manages no such object');
    expect(api.paths().filter(p => p.endsWith('/log'))).toEqual([]);
  });

  it('shows nothing of a pod here that the resource manages elsewhere under that name', async () => {
    const { api, read } = setupWorkloads(['shop_cart_apps_Deployment'], {
      kubeConfig: {},
    });
    await expect(read()).rejects.toThrow('The resource manages no such object');
    expect(api.paths().filter(p => p.endsWith('/log'))).toEqual([]);
  });

  it('answers the same for a pod of somebody else and for none', async () => {
    const { api, read } = setupWorkloads();
    api.add(aPod('foreign'));
    const foreign = await read({ pod: 'foreign' }).catch(e => String(e));
    const absent = await read({ pod: 'absent' }).catch(e => String(e));
    expect(foreign).toBe(absent);
  });

  it('shows nothing when the owner cannot be read', async () => {
    const { api, read } = setupWorkloads();
    api.intercept = ({ path }) => {
      if (!path.includes('/replicasets/')) return undefined;
      throw new KubernetesError('no', { reason: 'forbidden', status: 403 });
    };
    await expect(read()).rejects.toMatchObject({ name: 'KubernetesError' });
    expect(api.paths().filter(p => p.endsWith('/log'))).toEqual([]);
  });

  it('reads the log of the run before only where there was one', async () => {
    const { api, read } = setupWorkloads();
    await expect(read({ previous: true })).rejects.toThrow(
      'The container has had no run before this one',
    );
    api.add(aPod('cart-1-a', { replicaSet: 'cart-1', status: crashed }));
    await read({ previous: true });
    expect(api.requests.at(-1)?.query?.previous).toBe(true);
  });

  it('says why there is no log yet', async () => {
    const { api, read } = setupWorkloads();
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
    const { read } = setupWorkloads();
    await expect(read(query)).rejects.toThrow(words);
  });
});
