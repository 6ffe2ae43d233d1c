import { makeResource } from '../../__testUtils__/seedResources';
import { setupOperations } from '../../__testUtils__/setupOperations';
import { KubernetesError } from '../../kubernetes/KubernetesError';
import type { OperationRequest, TargetWork } from './OperationType';
import { suspendOperation } from './suspend';

jest.setTimeout(120_000);

const PREFIX = 'backstage.fluxcd.io';
const web = makeResource({ cluster_id: 'c1', name: 'web' });
const api = makeResource({ cluster_id: 'c1', name: 'api' });
const charts = makeResource({
  cluster_id: 'c1',
  name: 'charts',
  kind: 'HelmRepository',
});
const set = makeResource({
  cluster_id: 'c1',
  name: 'set',
  kind: 'ResourceSet',
});

describe('suspend', () => {
  const operations = setupOperations({ rows: [web, api, set, charts] });
  const suspend = (reason?: string, ...rows: Array<typeof web>) =>
    operations.run({
      type: 'suspend',
      reason,
      targets: (rows.length ? rows : [web]).map(r => ({ resourceId: r.id })),
    });

  it('sets the field of this very object, and writes down who and why', async () => {
    const object = operations.cluster.add({ name: 'web' });
    const operation = await suspend('disk is full');
    expect(operation).toMatchObject({
      state: 'succeeded',
      reason: 'disk is full',
      targets: [{ outcome: 'done', message: 'Suspended.' }],
    });
    expect(object.spec).toEqual({ suspend: true });
    expect(object.metadata.annotations).toEqual({
      [`${PREFIX}/suspendedBy`]: 'user:default/ada',
      [`${PREFIX}/suspendedReason`]: 'disk is full',
      [`${PREFIX}/suspendedAt`]: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(operations.cluster.requests).toMatchObject([
      {
        query: { fieldManager: 'backstage-fluxcd' },
        contentType: 'application/merge-patch+json',
        body: { metadata: { uid: 'uid-web', resourceVersion: '1' } },
      },
    ]);
    expect(await operations.activities()).toEqual([
      {
        actor: operations.actor,
        action: 'resource.suspend',
        outcome: 'done',
        name: 'web',
      },
    ]);
  });

  it('does not keep the reason of an earlier suspension', async () => {
    const object = operations.cluster.add({ name: 'web' });
    object.metadata.annotations = { [`${PREFIX}/suspendedReason`]: 'old' };
    await suspend();
    expect(object.metadata.annotations).not.toHaveProperty([
      `${PREFIX}/suspendedReason`,
    ]);
  });

  it('refuses what is suspended, so that who did it first stays', async () => {
    operations.cluster.add({ name: 'web', spec: { suspend: true } });
    await expect(suspend()).rejects.toThrow('is suspended already');
    expect(operations.cluster.requests).toEqual([]);
  });

  it('tells what a thing is from what state it is in, and both from a fault', async () => {
    operations.cluster.add({
      name: 'charts',
      kind: 'HelmRepository',
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      spec: { type: 'oci' },
    });
    await expect(suspend('why', charts)).rejects.toMatchObject({
      name: 'InputError',
    });
    operations.cluster.add({ name: 'web', spec: { suspend: true } });
    await expect(suspend()).rejects.toMatchObject({ name: 'ConflictError' });
    operations.cluster.down = new Error('a bug') as KubernetesError;
    await expect(suspend()).rejects.toThrow('a bug');
  });

  it('passes over what is suspended when there are more', async () => {
    operations.cluster.add({ name: 'web', spec: { suspend: true } });
    operations.cluster.add({ name: 'api' });
    const { state, targets } = await suspend('why', web, api);
    expect(state).toBe('succeeded');
    expect(targets.map(t => [t.state, t.outcome])).toEqual([
      ['skipped', 'suspended'],
      ['succeeded', 'done'],
    ]);
  });

  it('comes second to whoever suspends in the same moment', async () => {
    const object = operations.cluster.add({ name: 'web' });
    const { request } = operations.cluster;
    operations.cluster.request = async function race(asked: any) {
      if (asked.method === 'PATCH' && !object.spec?.suspend) {
        object.spec = { suspend: true };
        object.metadata.annotations = { [`${PREFIX}/suspendedBy`]: 'bob' };
        object.metadata.resourceVersion = '2';
      }
      return request.call(operations.cluster, asked);
    } as typeof request;
    const { targets } = await suspend('mine');
    expect(targets).toMatchObject([{ state: 'skipped' }]);
    expect(object.metadata.annotations).toEqual({
      [`${PREFIX}/suspendedBy`]: 'bob',
    });
  });

  it('says what the cluster shows when the change does not last', async () => {
    operations.cluster.add({ name: 'web' });
    operations.cluster.onPatch = object => {
      object.spec = {};
    };
    const { state, targets } = await suspend();
    expect(state).toBe('failed');
    expect(targets[0]).toMatchObject({
      outcome: 'undone',
      message: expect.stringContaining('cannot be suspended'),
    });
  });

  /** Something happens between our change and the look at it. */
  function afterwards(happens: () => void) {
    const { request } = operations.cluster;
    operations.cluster.request = async function later(asked: any) {
      const answer = await request.call(operations.cluster, asked);
      if (asked.method === 'PATCH') happens();
      return answer;
    } as typeof request;
  }

  it.each([
    ['deleted', () => operations.cluster.objects.delete('web')],
    [
      'replaced',
      () => {
        operations.cluster.add({ name: 'web', spec: { suspend: true } });
        operations.cluster.objects.get('web')!.metadata.uid = 'another';
      },
    ],
  ])('does not call suspended what was %s at once', async (_, happens) => {
    operations.cluster.add({ name: 'web' });
    afterwards(happens);
    expect((await suspend()).targets[0]).toMatchObject({ outcome: 'gone' });
  });

  it('tells when somebody resumed it at once', async () => {
    const object = operations.cluster.add({ name: 'web' });
    afterwards(() => {
      object.spec = {};
    });
    expect((await suspend()).targets[0]).toMatchObject({
      outcome: 'undone',
      message: expect.stringContaining('somebody else resumed it'),
    });
  });

  it('believes the answer to its change when the cluster falls silent afterwards', async () => {
    operations.cluster.add({ name: 'web' });
    afterwards(() => {
      operations.cluster.down = new KubernetesError('no route', {
        reason: 'unreachable',
      });
    });
    expect((await suspend()).targets[0]).toMatchObject({ outcome: 'done' });
  });

  it.each([
    ['a fault of ours', new Error('a bug'), false],
    [
      'the end of the portal',
      new KubernetesError('ended', { reason: 'unreachable' }),
      true,
    ],
  ])('does not take %s for success', async (_, failure, stops) => {
    const object = operations.cluster.add({ name: 'web' });
    const stop = new AbortController();
    const get = jest
      .fn()
      .mockResolvedValueOnce(object)
      .mockImplementationOnce(async () => {
        if (stops) stop.abort();
        throw failure;
      });
    const patch = async () => ({ ...object, spec: { suspend: true } });
    const running = suspendOperation.run({
      target: { ...web, clusterId: 'c1', steps: [] },
      group: 'kustomize.toolkit.fluxcd.io',
      request: { type: 'suspend', targets: [] },
      actor: operations.actor,
      tools: { objects: () => ({ get, patch }), signal: stop.signal },
      pause: async () => {},
      onChange: async () => {},
    } as unknown as TargetWork<Extract<OperationRequest, { type: 'suspend' }>>);
    await expect(running).rejects.toThrow();
    expect(get).toHaveBeenCalledTimes(2);
  });

  it('fails on what cannot be suspended, also among others', async () => {
    const object = operations.cluster.add({ name: 'web' });
    Object.assign(object.metadata, { deletionTimestamp: '2026-11-20T10:00Z' });
    operations.cluster.add({ name: 'api' });
    const { state, targets } = await suspend('why', web, api);
    expect(state).toBe('failed');
    expect(targets[0]).toMatchObject({ state: 'failed', outcome: 'refused' });
  });

  it('uses the annotation of kinds that have no field', async () => {
    const object = operations.cluster.add({
      name: 'set',
      kind: 'ResourceSet',
      apiVersion: 'fluxcd.controlplane.io/v1',
    });
    expect((await suspend('why', set)).state).toBe('succeeded');
    expect(object.spec).toEqual({});
    expect(object.metadata.annotations).toMatchObject({
      'fluxcd.controlplane.io/reconcile': 'disabled',
    });
  });

  it.each([
    ['True', 'Suspended. The reconciliation that is under way goes on'],
    ['False', 'Suspended.'],
  ])('says what goes on when Reconciling is %s', async (status, words) => {
    const object = operations.cluster.add({ name: 'web' });
    object.status!.conditions = [{ type: 'Reconciling', status }];
    const { message } = (await suspend()).targets[0];
    expect(message?.slice(0, words.length)).toBe(words);
    expect(message?.includes('goes on')).toBe(status === 'True');
  });

  it('names the parent whose manifest will undo it', async () => {
    const object = operations.cluster.add({ name: 'web' });
    object.metadata.labels = {
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    (object.metadata as any).managedFields = [
      {
        manager: 'kustomize-controller',
        operation: 'Apply',
        fieldsV1: { 'f:spec': { 'f:suspend': {} } },
      },
    ];
    // Whoever changes a field takes it away from who applied it.
    operations.cluster.onPatch = patched => {
      delete (patched.metadata as any).managedFields;
    };
    const { targets } = await suspend();
    expect(targets[0].message).toBe(
      'Suspended. Kustomization flux-system/apps will resume it when it reconciles: the manifest that it applies says so.',
    );
  });
});
