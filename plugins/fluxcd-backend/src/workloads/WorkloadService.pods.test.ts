import {
  aDeployment,
  aPod,
  aReplicaSet,
  SHOP,
} from '../__testUtils__/shopObjects';
import { crashed, setupWorkloads } from '../__testUtils__/setupWorkloads';

const QUERY = { kind: 'Deployment', namespace: 'shop', name: 'cart' } as const;

describe('WorkloadService.pods', () => {
  it('lists the pods of a Deployment with containers and restarts, the worst first', async () => {
    const { api, service } = setupWorkloads();
    api.add(aPod('cart-1-z', { replicaSet: 'cart-1', status: crashed }));
    const { items: pods } = await service.pods(SHOP.id, QUERY);
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
    const { api, service } = setupWorkloads();
    const named = (name: string, container: string) =>
      aPod(name, {
        replicaSet: 'cart-1',
        metadata: {
          annotations: { 'kubectl.kubernetes.io/default-container': container },
        },
      });
    api.add(named('cart-1-a', 'sidecar')).add(named('cart-1-b', 'none'));
    const { items: pods } = await service.pods(SHOP.id, QUERY);
    expect(pods.map(p => [p.name, p.defaultContainer])).toEqual([
      ['cart-1-a', 'sidecar'],
      ['cart-1-b', undefined],
    ]);
  });

  it('leaves out pods that only carry its labels', async () => {
    const { api, service } = setupWorkloads();
    api
      .add(aPod('stranger'))
      .add(aReplicaSet('old-1', 'cart', 'uid-of-a-deployment-before'))
      .add(aPod('old-1-a', { replicaSet: 'old-1' }));
    const { items: pods } = await service.pods(SHOP.id, QUERY);
    expect(pods.map(p => p.name)).toEqual(['cart-1-a']);
  });

  it('shows the worst of more pods than can be looked through, and says that there are more', async () => {
    const { api, service } = setupWorkloads();
    for (let i = 0; i < 500; i++) {
      api.add(aPod(`cart-1-${i}`, { replicaSet: 'cart-1' }));
    }
    api.add(aPod('cart-1-z', { replicaSet: 'cart-1', status: crashed }));
    const { items, truncated } = await service.pods(SHOP.id, QUERY);
    expect(items).toHaveLength(500);
    expect(items[0].name).toBe('cart-1-z');
    expect(truncated).toBe(true);
  });

  it.each(['pods', 'replicasets'])(
    'stops in a list of %s that is too long, and says so',
    async plural => {
      const { api, service } = setupWorkloads();
      const pages: unknown[] = [];
      api.intercept = ({ path, query }) => {
        if (!path.endsWith(`/${plural}`) || !query?.limit) return undefined;
        pages.push(query.continue);
        const stranger = { ...aPod('stranger'), kind: undefined };
        return {
          metadata: { continue: pages.length < 20 ? 'more' : '' },
          items: Array(500).fill(stranger),
        };
      };
      expect((await service.pods(SHOP.id, QUERY)).truncated).toBe(true);
      expect(pages).toHaveLength(10);
    },
  );

  it('does not list all pods for a workload that selects nothing', async () => {
    const { api, service } = setupWorkloads();
    api.add(aDeployment('cart', { spec: { selector: {} } }));
    expect(await service.pods(SHOP.id, QUERY)).toEqual({
      items: [],
      truncated: false,
    });
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
    const { service } = setupWorkloads(ids, spec);
    await expect(service.pods(SHOP.id, QUERY)).rejects.toThrow(
      'The resource manages no such object',
    );
  });
});
