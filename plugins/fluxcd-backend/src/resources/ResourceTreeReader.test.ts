import {
  aDeployment,
  anObject,
  healthOf,
  setupShop,
  SHOP,
} from '../__testUtils__/shopObjects';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { ResourceTreeReader } from './ResourceTreeReader';

function setup(
  ids: string[],
  options: { spec?: object; budgetMs?: number } = {},
) {
  const shop = setupShop(ids, options.spec);
  const { inventories, store } = shop;
  const { budgetMs } = options;
  return {
    ...shop,
    trees: new ResourceTreeReader({ inventories, store, budgetMs }),
  };
}

const forbidden = () =>
  new KubernetesError('prod forbids the request: token=hunter2hunter2', {
    reason: 'forbidden',
    status: 403,
    statusReason: 'Forbidden',
  });

describe('ResourceTreeReader', () => {
  it('tells how each object does, the worst first', async () => {
    const { api, trees } = setup([
      'shop_cart_apps_Deployment',
      'shop_web_apps_Deployment',
      'shop_cart__Service',
      'shop_gone__ConfigMap',
    ]);
    api
      .add(aDeployment('cart', { ready: 1 }))
      .add(aDeployment('web'))
      .add(anObject('Service', 'cart'));
    const tree = await trees.read(SHOP.id);
    expect(
      tree.objects.map(o => [o.kind, o.name, o.health, o.message]),
    ).toEqual([
      ['ConfigMap', 'gone', 'missing', 'It does not exist in the cluster.'],
      ['Deployment', 'cart', 'progressing', '1 of 2 pods are available.'],
      ['Deployment', 'web', 'healthy', undefined],
      ['Service', 'cart', 'healthy', undefined],
    ]);
    expect(tree.objects[1].replicas).toEqual({ desired: 2, ready: 1 });
    expect(tree).toMatchObject({ remote: false, unchecked: 0 });
  });

  it('lists several objects of a kind in a namespace by the labels of their owner', async () => {
    const { api, trees } = setup([
      'shop_a_apps_Deployment',
      'shop_b_apps_Deployment',
      'shop_c_apps_Deployment',
      'shop_one__Service',
    ]);
    api
      .add(aDeployment('a'))
      .add(aDeployment('b'))
      .add(anObject('Service', 'one'));
    // Another reconciler put its labels on this one: it is read by name.
    const taken = aDeployment('c');
    api.add({ ...taken, metadata: { ...taken.metadata, labels: {} } });
    expect(healthOf(await trees.read(SHOP.id))).toMatchObject({
      'Deployment/c': 'healthy',
    });
    const list = api.requests.find(r => r.path.endsWith('/deployments'));
    expect(list?.query?.labelSelector).toBe(
      'kustomize.toolkit.fluxcd.io/name=shop,kustomize.toolkit.fluxcd.io/namespace=flux-system',
    );
    const paths = api.paths().filter(p => p.includes('/namespaces/shop/'));
    expect(paths.sort()).toEqual([
      '/api/v1/namespaces/shop/services/one',
      '/apis/apps/v1/namespaces/shop/deployments',
      '/apis/apps/v1/namespaces/shop/deployments/c',
    ]);
  });

  it('never asks for what Secrets and ConfigMaps hold', async () => {
    const { api, trees } = setup([
      'shop_a__Secret',
      'shop_b__Secret',
      'shop_c__ConfigMap',
    ]);
    api.add(anObject('Secret', 'a')).add(anObject('Secret', 'b'));
    api.add(anObject('ConfigMap', 'c'));
    expect(healthOf(await trees.read(SHOP.id))).toEqual({
      'Secret/a': 'healthy',
      'Secret/b': 'healthy',
      'ConfigMap/c': 'healthy',
    });
    const asked = api.requests.filter(r => /secrets|configmaps/.test(r.path));
    expect(asked).toHaveLength(2);
    for (const { accept } of asked) {
      expect(accept).toMatch(/;as=PartialObjectMetadata(List)?;/);
    }
  });

  it('says what could not be looked up, and shows the rest', async () => {
    const { api, trees } = setup([
      'shop_a__Secret',
      'shop_b_example.com_Widget',
      'shop_c__Service',
    ]);
    api.add(anObject('Service', 'c'));
    api.intercept = ({ path }) => {
      if (path.includes('/secrets')) throw forbidden();
      if (path === '/apis/example.com/v1') {
        throw new KubernetesError('no', { reason: 'not-found', status: 404 });
      }
      return undefined;
    };
    const tree = await trees.read(SHOP.id);
    expect(tree.objects.map(o => [o.kind, o.health, o.message])).toEqual([
      ['Secret', 'unknown', 'prod forbids the request: token=***'],
      [
        'Widget',
        'unknown',
        'The cluster does not serve Widget in this version.',
      ],
      ['Service', 'healthy', undefined],
    ]);
    expect(tree.unchecked).toBe(2);
  });

  it('shows what it has when the time is up', async () => {
    const { api, trees } = setup(
      ['shop_a__Service', 'shop_slow_apps_Deployment'],
      { budgetMs: 200 },
    );
    api.add(anObject('Service', 'a'));
    api.intercept = ({ path, signal }) =>
      path.endsWith('/deployments/slow')
        ? new Promise((_, reject) =>
            signal?.addEventListener('abort', () => reject(signal.reason)),
          )
        : undefined;
    const tree = await trees.read(SHOP.id);
    expect(healthOf(tree)).toEqual({
      'Deployment/slow': 'unknown',
      'Service/a': 'healthy',
    });
    expect(tree.unchecked).toBe(1);
  });

  it('does not look in this cluster for what was applied to another', async () => {
    const { api, trees } = setup(['shop_a__Service'], {
      spec: { kubeConfig: { secretRef: { name: 'other' } } },
    });
    api.add(anObject('Service', 'a'));
    const tree = await trees.read(SHOP.id);
    expect(tree).toMatchObject({ remote: true, unchecked: 1 });
    expect(healthOf(tree)).toEqual({ 'Service/a': 'unknown' });
    expect(api.paths()).toHaveLength(1);
  });

  it('sends no path that an inventory made up', async () => {
    const { api, trees } = setup([
      'shop_.._apps_Deployment',
      'shop_a?x=y_apps_Deployment',
      '.._b_apps_Deployment',
      'shop_c_.._Deployment',
    ]);
    const tree = await trees.read(SHOP.id);
    expect(tree.unchecked).toBe(4);
    // The resource itself and what is served, nothing else.
    expect(api.paths().filter(p => p.includes('/deployments/'))).toEqual([]);
    expect(api.paths().filter(p => p.includes('..'))).toEqual([]);
  });

  it('leaves out the resource itself, which manages what manages it', async () => {
    const { api, trees } = setup([
      'flux-system_shop_kustomize.toolkit.fluxcd.io_Kustomization',
      'flux-system_apps_kustomize.toolkit.fluxcd.io_Kustomization',
    ]);
    api.add({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'apps', namespace: 'flux-system' },
      spec: { suspend: true },
    });
    const { objects } = await trees.read(SHOP.id);
    expect(objects).toHaveLength(1);
    expect(objects[0]).toMatchObject({
      name: 'apps',
      health: 'suspended',
      resourceId: expect.any(String),
    });
  });

  it('knows nothing of a resource that the fleet does not have', async () => {
    const { trees } = setup([]);
    await expect(trees.read('other')).rejects.toThrow(
      'There is no such resource',
    );
  });
});
