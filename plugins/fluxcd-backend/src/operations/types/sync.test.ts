import type { FluxObject } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { makeResource } from '../../__testUtils__/seedResources';
import { setupOperations } from '../../__testUtils__/setupOperations';
import { resourceId } from '../../database/resourceId';
import { KubernetesError } from '../../kubernetes/KubernetesError';
import type {
  OperationTools,
  PlannedTarget,
  TargetWork,
} from './OperationType';
import { orderByDependency } from './orderByDependency';
import { syncOperation } from './sync';

jest.setTimeout(120_000);

const row = (
  kind: string,
  name: string,
  source?: { kind: string; name: string },
) =>
  makeResource({
    cluster_id: 'c1',
    kind,
    name,
    ...(source && {
      source_group: 'source.toolkit.fluxcd.io',
      source_kind: source.kind,
      source_namespace: 'apps',
      source_name: source.name,
    }),
  });
const GIT = { kind: 'GitRepository', name: 'repo' };
const rows = [
  row('Kustomization', 'apps', GIT),
  row('Kustomization', 'infra', GIT),
  row('HelmChart', 'apps-podinfo', { kind: 'HelmRepository', name: 'charts' }),
  row('HelmRelease', 'podinfo', { kind: 'HelmRepository', name: 'charts' }),
  row('GitRepository', 'repo'),
  row('HelmRepository', 'charts'),
  row('Alert', 'bell'),
];

describe('the sync of a cluster', () => {
  const operations = setupOperations({ rows });
  const sync = () => operations.run({ type: 'sync', clusterId: 'c1' });
  const source = (name: string, kind: string) =>
    operations.cluster.add({
      name,
      kind,
      apiVersion: 'source.toolkit.fluxcd.io/v1',
    });
  const fail = (object: FluxObject) => {
    object.status!.conditions = [
      { type: 'Ready', status: 'False', message: 'cannot clone' },
      { type: 'Stalled', status: 'True', message: 'cannot clone' },
    ];
  };
  const outcomes = async () =>
    Object.fromEntries(
      (await sync()).targets.map(t => [t.name, t.outcome] as const),
    );

  beforeEach(() => {
    source('repo', 'GitRepository');
    source('charts', 'HelmRepository');
    source('apps-podinfo', 'HelmChart');
    operations.cluster.add({
      name: 'apps',
      spec: { sourceRef: GIT, dependsOn: [{ name: 'infra' }] },
    });
    operations.cluster.add({ name: 'infra', spec: { sourceRef: GIT } });
    operations.cluster.add({
      name: 'podinfo',
      kind: 'HelmRelease',
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      spec: {
        chart: {
          spec: { sourceRef: { kind: 'HelmRepository', name: 'charts' } },
        },
      },
    });
  });

  it('does the sources, then charts, then what takes from them by its dependencies', async () => {
    const { state, targets } = await sync();
    expect(state).toBe('succeeded');
    expect(targets.map(t => t.outcome)).toEqual(Array(6).fill('ready'));
    const asked = operations.cluster.requests.map(
      r => r.path.split('/').at(-1) ?? '',
    );
    const place = (name: string) => asked.indexOf(name);
    expect(asked).toHaveLength(6);
    expect(place('apps-podinfo')).toBeGreaterThan(place('charts'));
    expect(place('apps-podinfo')).toBeGreaterThan(place('repo'));
    expect(place('infra')).toBeGreaterThan(place('apps-podinfo'));
    expect(place('podinfo')).toBeGreaterThan(place('apps-podinfo'));
    expect(place('apps')).toBeGreaterThan(place('infra'));
  });

  it('is one act in the record, with how it ended', async () => {
    await sync();
    expect(await operations.activities()).toEqual([
      {
        actor: operations.actor,
        action: 'cluster.sync',
        outcome: 'succeeded',
        name: null,
      },
    ]);
  });

  it('counts in the record what came of it', async () => {
    fail(operations.cluster.objects.get('repo')!);
    operations.cluster.objects.get('podinfo')!.spec!.suspend = true;
    await sync();
    expect(
      await operations.knex('activities').select('outcome', 'message'),
    ).toEqual([
      { outcome: 'failed', message: '2 of 6 reconciled, 1 left alone' },
    ]);
  });

  it('leaves alone what takes from a source that failed', async () => {
    fail(operations.cluster.objects.get('repo')!);
    expect(await outcomes()).toEqual({
      repo: 'failed',
      apps: 'source-failed',
      infra: 'source-failed',
      charts: 'ready',
      'apps-podinfo': 'ready',
      podinfo: 'ready',
    });
  });

  it('leaves a release alone whose chart failed', async () => {
    fail(operations.cluster.objects.get('apps-podinfo')!);
    expect(await outcomes()).toMatchObject({
      charts: 'ready',
      podinfo: 'source-failed',
    });
  });

  it('passes over what is suspended, and succeeds', async () => {
    operations.cluster.objects.get('apps')!.spec!.suspend = true;
    const { state, targets } = await sync();
    expect(state).toBe('succeeded');
    expect(targets.find(t => t.name === 'apps')).toMatchObject({
      state: 'skipped',
      outcome: 'suspended',
    });
  });

  it('passes over what nothing reconciles, and succeeds', async () => {
    operations.cluster.objects.get('charts')!.spec!.type = 'oci';
    const { state, targets } = await sync();
    expect(state).toBe('succeeded');
    expect(targets.find(t => t.name === 'charts')).toMatchObject({
      state: 'skipped',
    });
  });

  it('comes to an end when things depend on each other in a circle', async () => {
    operations.cluster.objects.get('infra')!.spec!.dependsOn = [
      { name: 'apps' },
    ];
    expect((await sync()).state).toBe('succeeded');
  });

  it('refuses a cluster in which there is nothing to reconcile', async () => {
    await expect(
      operations.start({ type: 'sync', clusterId: 'empty' }),
    ).rejects.toThrow('nothing to reconcile');
  });
});

const SOURCE = 'source.toolkit.fluxcd.io';
const KUSTOMIZE = 'kustomize.toolkit.fluxcd.io';
const target = (group: string, kind: string, name: string, more = {}) => ({
  id: name,
  clusterId: 'c1',
  group,
  kind,
  namespace: 'apps',
  name,
  ...more,
});
const planned = (group: string, kind: string, name: string) =>
  ({
    group,
    target: {
      ...target(group, kind, name),
      resourceId: resourceId({
        clusterId: 'c1',
        group,
        kind,
        namespace: 'apps',
        name,
      }),
    },
  } as unknown as PlannedTarget);

describe('the plan of a sync', () => {
  it('holds what can be asked and has to do with sources, sources first', async () => {
    const source = { kind: 'GitRepository', namespace: 'apps', name: 'z' };
    const listOfCluster = async () => [
      target(KUSTOMIZE, 'Kustomization', 'a', { source }),
      target(KUSTOMIZE, 'Kustomization', 'without-source'),
      target(SOURCE, 'HelmChart', 'b'),
      target(SOURCE, 'ExternalArtifact', 'made-by-another'),
      target('image.toolkit.fluxcd.io', 'ImageRepository', 'y'),
      target(SOURCE, 'GitRepository', 'z'),
    ];
    const plan = await syncOperation.plan({ type: 'sync', clusterId: 'c1' }, {
      resources: { listOfCluster },
    } as unknown as OperationTools);
    expect(plan.map(p => p.target.name)).toEqual(['y', 'z', 'b', 'a']);
  });

  it('begins charts when the other sources have ended', async () => {
    const groups = await syncOperation.order!(
      [
        planned(SOURCE, 'HelmRepository', 'charts'),
        planned(SOURCE, 'HelmChart', 'chart'),
      ],
      {} as OperationTools,
    );
    expect(groups).toEqual([[0], [1]]);
  });
});

describe('orderByDependency', () => {
  const tools = (get: () => Promise<unknown>, signal?: AbortSignal) =>
    ({
      objects: () => ({ get }),
      signal: signal ?? new AbortController().signal,
    } as unknown as OperationTools);
  const many = Array.from({ length: 20 }, (_, i) =>
    planned(KUSTOMIZE, 'Kustomization', `k${i}`),
  );
  const silent = new KubernetesError('no route', { reason: 'unreachable' });

  it.each([
    ['is not there', async () => undefined],
    [
      'cannot be read',
      async () => {
        throw silent;
      },
    ],
  ])('takes what %s for free of dependencies', async (_, get) => {
    expect(
      await orderByDependency([0, 1], { planned: many, tools: tools(get) }),
    ).toEqual([[0, 1]]);
  });

  it('ends with the portal', async () => {
    const stop = new AbortController();
    const get = async () => {
      stop.abort(new Error('the portal stops'));
      throw silent;
    };
    await expect(
      orderByDependency([0], { planned: many, tools: tools(get, stop.signal) }),
    ).rejects.toThrow('the portal stops');
  });

  it('reads eight objects at once', async () => {
    let now = 0;
    let most = 0;
    const get = async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise(resolve => setImmediate(resolve));
      now -= 1;
      return undefined;
    };
    await orderByDependency([...many.keys()], {
      planned: many,
      tools: tools(get),
    });
    expect(most).toBe(8);
  });
});

describe('one target of a sync', () => {
  const run = (get: () => Promise<unknown>, ended = new Map()) =>
    syncOperation.run({
      ...planned(KUSTOMIZE, 'Kustomization', 'web'),
      request: { type: 'sync', clusterId: 'c1' },
      tools: {
        objects: () => ({ get }),
        signal: new AbortController().signal,
      },
      ended,
      pause: async () => {},
      onChange: async () => {},
    } as unknown as TargetWork<{ type: 'sync'; clusterId: string }>);

  it('is said to be unreachable when it cannot be read', async () => {
    const get = async () => {
      throw new KubernetesError('no route', { reason: 'unreachable' });
    };
    expect(await run(get)).toMatchObject({ outcome: 'unreachable' });
  });

  it('does not hide a fault of ours', async () => {
    const get = jest.fn().mockRejectedValueOnce(new Error('a bug'));
    await expect(run(get)).rejects.toThrow('a bug');
  });

  it('does not wait for a chart that only a release of its name has', async () => {
    const chart = planned(SOURCE, 'HelmChart', 'apps-web').target;
    const ended = new Map([[chart.resourceId, { ...chart, state: 'failed' }]]);
    const object = {
      apiVersion: `${KUSTOMIZE}/v1`,
      kind: 'Kustomization',
      metadata: {
        namespace: 'apps',
        name: 'web',
        uid: 'u',
        deletionTimestamp: '2026-11-20T10:00Z',
      },
      spec: { sourceRef: GIT },
    };
    // Asked, and refused for its own reason.
    expect(await run(async () => object, ended)).toMatchObject({
      outcome: 'refused',
    });
  });
});
