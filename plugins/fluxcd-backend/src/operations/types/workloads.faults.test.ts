import { setTimeout as sleep } from 'node:timers/promises';
import {
  aDeployment,
  aKustomization,
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

// Whatever is let through is followed for as long as nobody answers.
jest.setTimeout(10_000);

const CART = {
  resourceId: SHOP.id,
  kind: 'Deployment',
  namespace: 'shop',
  name: 'cart',
} as const;
const RESTART = { type: 'restart', targets: [CART] } as any;
const SCALE = { type: 'scale', replicas: 5, targets: [CART] } as any;
const DELETION = {
  type: 'delete-pod',
  targets: [
    {
      resourceId: SHOP.id,
      namespace: 'shop',
      name: 'cart-1-a',
      uid: 'cart-1-a',
    },
  ],
} as any;

function setup(ids = ['shop_cart_apps_Deployment']) {
  const { api, store, connector } = setupShop(ids);
  api
    .add(aDeployment('cart'))
    .add(aReplicaSet('cart-1', 'cart'))
    .add(aPod('cart-1-a', { replicaSet: 'cart-1' }));
  const stop = new AbortController();
  const tools = { resources: store, connector, signal: stop.signal } as any;
  const onChange = jest.fn(async () => {});
  /** Plans and runs; `between` happens after the plan. */
  const run = async <R extends OperationRequest>(
    type: OperationType<R>,
    request: R,
    between: () => void = () => {},
  ) => {
    const [planned] = await type.plan(request, tools);
    between();
    return type.run({
      ...planned,
      request,
      actor: 'user:default/guest',
      tools,
      ended: new Map(),
      onChange,
      pause: () => sleep(1, undefined, { signal: stop.signal }),
    });
  };
  /** What the cluster answers to a method instead. */
  const answer = (
    wanted: { method?: string; path?: string },
    make: () => unknown,
  ) => {
    const { method = 'GET', path = '' } = wanted;
    api.intercept = asked =>
      (asked.method ?? 'GET') === method && asked.path.includes(path)
        ? make()
        : undefined;
  };
  return { api, run, answer, stop, onChange };
}

function failure(reason: KubernetesError['reason'], status: number) {
  return new KubernetesError('no: password=CANARY', { reason, status });
}

const autoscaler = (scaleTargetRef: object) => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'hpa', namespace: 'shop' },
  spec: { scaleTargetRef },
});
const DELETING = { deletionTimestamp: '2026-11-20T10:00:00Z' };

describe('what acts on workloads', () => {
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['restart', restartOperation, RESTART],
    ['scale', scaleOperation, SCALE],
  ])('does not %s what is being deleted', async (_, type: any, request) => {
    const { api, run } = setup();
    Object.assign(api.find('Deployment', 'cart')!.metadata, DELETING);
    await expect(run(type, request)).rejects.toThrow('It is being deleted.');
    expect(api.paths('PATCH')).toEqual([]);
  });

  it('refuses what is in the inventory and not there', async () => {
    const { api, run } = setup();
    for (const [path, object] of api.objects) {
      if (object.kind === 'Deployment') api.objects.delete(path);
    }
    await expect(run(restartOperation, RESTART)).rejects.toThrow(
      'The resource manages no such object',
    );
  });

  it.each<[string, any, any, (api: any) => void, string]>([
    [
      'a restart',
      restartOperation,
      RESTART,
      api => api.add(aDeployment('cart', { spec: { paused: true } })),
      'paused',
    ],
    [
      'a scaling',
      scaleOperation,
      SCALE,
      api =>
        api.add(
          autoscaler({
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            name: 'cart',
          }),
        ),
      'HorizontalPodAutoscaler',
    ],
    [
      'a deletion',
      deletePodOperation,
      DELETION,
      api => {
        api.find('Pod', 'cart-1-a').metadata.uid = 'new';
      },
      'A new pod has taken its place',
    ],
  ])(
    'asks again before %s whether it may be done',
    async (_, type, request, happens, words) => {
      const { api, run } = setup();
      const target = await run(type, request, () => happens(api));
      expect(target).toMatchObject({
        outcome: 'refused',
        message: expect.stringContaining(words),
      });
      expect([...api.paths('PATCH'), ...api.paths('DELETE')]).toEqual([]);
    },
  );

  it('leaves alone what the resource no longer manages', async () => {
    const { api, run } = setup();
    const target = await run(restartOperation, RESTART, () =>
      api.add(aKustomization([])),
    );
    expect(target).toMatchObject({
      outcome: 'gone',
      message: 'The resource no longer manages it.',
    });
    expect(api.paths('PATCH')).toEqual([]);
  });

  it('scales this very object', async () => {
    const { api, run, stop } = setup();
    const running = run(scaleOperation, SCALE);
    setTimeout(() => stop.abort(), 30);
    await expect(running).rejects.toThrow();
    expect(api.requests.find(r => r.method === 'PATCH')?.body).toMatchObject({
      metadata: { uid: 'cart' },
    });
  });

  it.each([
    ['StatefulSet', 'apps/v1'],
    ['Deployment', 'example.com/v1'],
  ])(
    'is not stopped by the autoscaler of a %s of %s with the same name',
    async (kind, apiVersion) => {
      const { api, run, answer } = setup();
      api.add(autoscaler({ apiVersion, kind, name: 'cart' }));
      answer({ method: 'PATCH' }, () => {
        throw failure('forbidden', 403);
      });
      expect(await run(scaleOperation, SCALE)).toMatchObject({
        outcome: 'refused',
        message: expect.stringMatching(/^no/),
      });
    },
  );

  it.each([
    ['that are no list', () => ({})],
    [
      'that cannot be read',
      () => {
        throw failure('unreachable', 503);
      },
    ],
  ])('does not scale beside autoscalers %s', async (_, make) => {
    const { api, run, answer } = setup();
    answer({ path: 'autoscaling' }, make);
    await expect(run(scaleOperation, SCALE)).rejects.toMatchObject({
      name: 'KubernetesError',
    });
    expect(api.paths('PATCH')).toEqual([]);
  });

  it.each([
    ['not-found', 404, 'gone', 'It was deleted.'],
    ['invalid', 422, 'refused', 'no'],
    ['conflict', 409, 'refused', 'no'],
    ['unreachable', 503, 'unreachable', 'no'],
  ] as const)(
    'makes an outcome of a change that is answered %s',
    async (reason, status, outcome, words) => {
      const { run, answer } = setup();
      answer({ method: 'PATCH' }, () => {
        throw failure(reason, status);
      });
      const target = await run(restartOperation, RESTART);
      expect(target.outcome).toBe(outcome);
      expect(target.message).toContain(words);
      expect(JSON.stringify(target)).not.toContain('CANARY');
    },
  );

  it.each([
    ['while it acts', 'PATCH'],
    ['while it looks on', 'GET'],
  ])('does not hide a fault of ours %s', async (_, method) => {
    const { api, run, answer } = setup();
    answer({ method }, () => {
      if (method === 'GET' && !api.paths('PATCH').length) return undefined;
      throw new Error('a bug');
    });
    await expect(run(restartOperation, RESTART)).rejects.toThrow('a bug');
  });

  it('ends with the portal when its end is what the cluster seems to fail by', async () => {
    for (const method of ['PATCH', 'GET']) {
      const { api, run, answer, stop } = setup();
      answer({ method }, () => {
        if (method === 'GET' && !api.paths('PATCH').length) return undefined;
        stop.abort(new Error('the portal stops'));
        throw failure('unreachable', 503);
      });
      await expect(run(restartOperation, RESTART)).rejects.toThrow(
        'the portal stops',
      );
    }
  });

  it('gives up a cluster that is silent for a minute, and not one that answers in between', async () => {
    const { api, run, answer, onChange } = setup();
    let now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    let looks = 0;
    answer({ path: '/deployments/cart' }, () => {
      if (!api.paths('PATCH').length) return undefined;
      looks += 1;
      now += 40_000;
      if (looks === 2) return undefined;
      throw failure('unreachable', 503);
    });
    const target = await run(restartOperation, RESTART);
    expect(target).toMatchObject({ outcome: 'unreachable' });
    expect(looks).toBe(4);
    expect(onChange).toHaveBeenCalledTimes(3);
  });

  it.each([
    [undefined, 630],
    [100, 130],
    [1_000_000, 1_830],
  ])(
    'follows a rollout with the deadline %s for %s seconds, and says once what it waits for',
    async (progressDeadlineSeconds, seconds) => {
      const { api, run, answer, onChange } = setup();
      api.add(aDeployment('cart', { spec: { progressDeadlineSeconds } }));
      const start = Date.now();
      let now = start;
      jest.spyOn(Date, 'now').mockImplementation(() => now);
      answer({ path: '/deployments/cart' }, () => {
        if (api.paths('PATCH').length) now += 10_000;
        return undefined;
      });
      const target = await run(restartOperation, RESTART);
      expect(target).toMatchObject({
        outcome: 'timed-out',
        message: expect.stringContaining('to see the change'),
      });
      expect(now - start).toBe((seconds + 10) * 1_000);
      // Running, what it waits for, and the end.
      expect(onChange).toHaveBeenCalledTimes(3);
    },
  );

  it('repeats no secret that a failed rollout tells', async () => {
    const { api, run, answer, onChange } = setup();
    answer({ path: '/deployments/cart' }, () => {
      if (!api.paths('PATCH').length) return undefined;
      api.find('Deployment', 'cart')!.status = {
        observedGeneration: 2,
        conditions: [
          {
            type: 'Progressing',
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
            message: 'password=CANARY',
          },
        ],
      };
      return undefined;
    });
    const target = await run(restartOperation, RESTART);
    expect(target.outcome).toBe('failed');
    expect(JSON.stringify([target, onChange.mock.calls])).not.toContain(
      'CANARY',
    );
  });

  it('has deleted a pod when another one has its name', async () => {
    const { api, run } = setup();
    const running = run(deletePodOperation, DELETION, () => {
      api.intercept = ({ method }) => {
        if (method !== 'DELETE') return undefined;
        api.find('Pod', 'cart-1-a')!.metadata.uid = 'new';
        return { kind: 'Status' };
      };
    });
    expect(await running).toMatchObject({
      outcome: 'done',
      message: expect.stringContaining('its controller replaces it'),
    });
  });

  it('says that nobody but Flux makes a pod anew that has no controller', async () => {
    const { api, run } = setup(['shop_cart-1-a__Pod']);
    api.add(aPod('cart-1-a'));
    expect(await run(deletePodOperation, DELETION)).toMatchObject({
      outcome: 'done',
      message: expect.stringContaining('It has no controller'),
    });
  });
});
