import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationTarget } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  aDeployment,
  aPod,
  aReplicaSet,
  setupShop,
  SHOP,
} from '../../__testUtils__/shopObjects';
import { KubernetesError } from '../../kubernetes/KubernetesError';
import { deletePodOperation } from './deletePod';
import type { OperationRequest, OperationType } from './OperationType';
import { restartOperation } from './restart';
import { scaleOperation } from './scale';

const CART = {
  resourceId: SHOP.id,
  kind: 'Deployment',
  namespace: 'shop',
  name: 'cart',
} as const;
const RESTART = { type: 'restart', targets: [CART] } as const;
const scaleTo = (replicas: number) =>
  ({ type: 'scale', replicas, targets: [CART] } as const);
const deletion = (uid = 'cart-1-a') =>
  ({
    type: 'delete-pod',
    targets: [
      { resourceId: SHOP.id, namespace: 'shop', name: 'cart-1-a', uid },
    ],
  } as const);

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

function setup(ids = ['shop_cart_apps_Deployment']) {
  const { api, store, connector } = setupShop(ids);
  api
    .add(aDeployment('cart'))
    .add(aReplicaSet('cart-1', 'cart'))
    .add(aPod('cart-1-a', { replicaSet: 'cart-1' }));
  const stop = new AbortController();
  const tools = {
    resources: store,
    connector,
    signal: stop.signal,
  } as any;
  const seen: OperationTarget[] = [];
  const run = async <R extends OperationRequest>(
    type: OperationType<R>,
    request: R,
  ) => {
    const [planned] = await type.plan(request, tools);
    return type.run({
      ...planned,
      request,
      actor: 'user:default/guest',
      tools,
      ended: new Map(),
      onChange: async target => {
        seen.push(target);
      },
      pause: () => sleep(5, undefined, { signal: stop.signal }),
    });
  };
  /** The controller brings about what the spec says, after so many looks at the Deployment. */
  const obey = (looks: number, change: (object: any) => void = () => {}) => {
    let left = looks;
    api.intercept = ({ method = 'GET', path }) => {
      const object = api.find('Deployment', 'cart');
      if (method !== 'GET' || !path.endsWith('/deployments/cart'))
        return undefined;
      if (!object || object.metadata.generation === 1 || --left > 0)
        return undefined;
      const { replicas } = object.spec;
      object.status = {
        observedGeneration: object.metadata.generation,
        replicas,
        updatedReplicas: replicas,
        readyReplicas: replicas,
        availableReplicas: replicas,
      };
      change(object);
      return undefined;
    };
  };
  return { api, run, obey, seen, stop };
}

describe('the restart of a workload', () => {
  it('sets kubectl’s annotation under our name, and follows the rollout to its end', async () => {
    const { api, run, obey, seen } = setup();
    obey(3);
    const target = await run(restartOperation, RESTART as any);
    expect(target).toMatchObject({
      kind: 'Deployment',
      name: 'cart',
      state: 'succeeded',
      outcome: 'ready',
      message: 'All its pods are new and available.',
    });
    const [patch] = api.requests.filter(r => r.method === 'PATCH');
    expect(patch).toMatchObject({
      path: '/apis/apps/v1/namespaces/shop/deployments/cart',
      query: { fieldManager: 'backstage-fluxcd' },
      contentType: 'application/merge-patch+json',
      body: {
        metadata: { uid: 'cart' },
        spec: {
          template: {
            metadata: { annotations: { [RESTARTED_AT]: expect.any(String) } },
          },
        },
      },
    });
    expect(seen.map(t => t.steps[0]?.message)).toContain(
      'Waiting for its controller to see the change.',
    );
  });

  it('tells of a rollout that comes to nothing', async () => {
    const { run, obey } = setup();
    obey(1, object => {
      object.status.conditions = [
        {
          type: 'Progressing',
          status: 'False',
          reason: 'ProgressDeadlineExceeded',
          message: 'timed out progressing',
        },
      ];
    });
    expect(await run(restartOperation, RESTART as any)).toMatchObject({
      state: 'failed',
      outcome: 'failed',
      message: 'timed out progressing',
    });
  });

  it('tells when somebody undid it', async () => {
    const { run, obey } = setup();
    obey(1, object => {
      object.spec.template = {};
    });
    expect(await run(restartOperation, RESTART as any)).toMatchObject({
      outcome: 'failed',
      message: 'Something else changed the workload while it restarted.',
    });
  });

  it('ends when the workload is replaced meanwhile', async () => {
    const { api, run, obey } = setup();
    obey(1, () =>
      api.add({
        ...aDeployment('cart'),
        metadata: { name: 'cart', namespace: 'shop', uid: 'new' },
      }),
    );
    expect(await run(restartOperation, RESTART as any)).toMatchObject({
      outcome: 'gone',
    });
  });

  it.each([
    [{ paused: true }, 'Its rollout is paused: nothing would restart.'],
    [{ updateStrategy: { type: 'OnDelete' } }, 'update strategy OnDelete'],
  ])('is refused where nothing would happen (%j)', async (spec, words) => {
    const { api, run } = setup();
    api.add(aDeployment('cart', { spec }));
    await expect(run(restartOperation, RESTART as any)).rejects.toThrow(words);
    expect(api.paths('PATCH')).toEqual([]);
  });

  it('is refused for a workload that the resource does not manage', async () => {
    const { api, run } = setup(['shop_web_apps_Deployment']);
    await expect(run(restartOperation, RESTART as any)).rejects.toThrow(
      'The resource manages no such object',
    );
    expect(api.paths('PATCH')).toEqual([]);
  });

  it('says that the cluster forbids it', async () => {
    const { api, run } = setup();
    api.intercept = ({ method }) => {
      if (method !== 'PATCH') return undefined;
      throw new KubernetesError('forbids', {
        reason: 'forbidden',
        status: 403,
      });
    };
    expect(await run(restartOperation, RESTART as any)).toMatchObject({
      state: 'failed',
      outcome: 'refused',
      message: 'forbids',
    });
  });

  it('ends with the portal', async () => {
    const { run, stop } = setup();
    const running = run(restartOperation, RESTART as any);
    setTimeout(() => stop.abort(), 30);
    await expect(running).rejects.toThrow();
  });
});

describe('the scaling of a workload', () => {
  it('sets the replicas and waits until there are as many', async () => {
    const { api, run, obey } = setup();
    obey(2);
    expect(await run(scaleOperation, scaleTo(5) as any)).toMatchObject({
      state: 'succeeded',
      message: 'It has 5 of 5 pods, all available.',
    });
    expect(api.find('Deployment', 'cart')?.spec.replicas).toBe(5);
  });

  it('tells when Flux sets them back', async () => {
    const { run, obey } = setup();
    obey(1, object => {
      object.spec.replicas = 2;
    });
    expect(await run(scaleOperation, scaleTo(5) as any)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('has set its replicas to 2'),
    });
  });

  const autoscaler = (name: string) => ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'hpa', namespace: 'shop' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    },
  });

  it('is refused where an autoscaler sets the replicas', async () => {
    const { api, run } = setup();
    api.add(autoscaler('cart'));
    await expect(run(scaleOperation, scaleTo(5) as any)).rejects.toThrow(
      'The HorizontalPodAutoscaler hpa sets its replicas',
    );
    expect(api.paths('PATCH')).toEqual([]);
  });

  it('is not stopped by the autoscaler of another workload', async () => {
    const { api, run, obey } = setup();
    api.add(autoscaler('web'));
    obey(1);
    expect(await run(scaleOperation, scaleTo(1) as any)).toMatchObject({
      outcome: 'ready',
    });
  });

  it('is refused where autoscalers cannot be seen', async () => {
    const { api, run } = setup();
    api.intercept = ({ path }) => {
      if (!path.includes('autoscaling')) return undefined;
      throw new KubernetesError('no', { reason: 'forbidden', status: 403 });
    };
    await expect(run(scaleOperation, scaleTo(5) as any)).rejects.toThrow(
      'may not list autoscalers',
    );
  });
});

describe('the deletion of a pod', () => {
  it('deletes the one that was looked at, and waits until it is gone', async () => {
    const { api, run } = setup();
    expect(await run(deletePodOperation, deletion() as any)).toMatchObject({
      kind: 'Pod',
      state: 'succeeded',
      outcome: 'done',
    });
    expect(api.find('Pod', 'cart-1-a')).toBeUndefined();
    expect(api.requests.find(r => r.method === 'DELETE')?.body).toMatchObject({
      preconditions: { uid: 'cart-1-a' },
    });
  });

  it('spares a pod that took its place', async () => {
    const { api, run } = setup();
    await expect(
      run(deletePodOperation, deletion('before') as any),
    ).rejects.toThrow('A new pod has taken its place');
    expect(api.paths('DELETE')).toEqual([]);
  });

  it('spares a pod of somebody else', async () => {
    const { api, run } = setup();
    api.add(aPod('cart-1-a'));
    await expect(run(deletePodOperation, deletion() as any)).rejects.toThrow(
      'The resource manages no such object',
    );
    expect(api.paths('DELETE')).toEqual([]);
  });
});
