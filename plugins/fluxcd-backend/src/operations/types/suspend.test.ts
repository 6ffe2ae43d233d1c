import { makeResource } from '../../__testUtils__/seedResources';
import { setupOperations } from '../../__testUtils__/setupOperations';

jest.setTimeout(120_000);

const PREFIX = 'backstage.fluxcd.io';
const web = makeResource({ cluster_id: 'c1', name: 'web' });
const api = makeResource({ cluster_id: 'c1', name: 'api' });

describe('suspend', () => {
  const operations = setupOperations({ rows: [web, api] });
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
    const { targets } = await suspend();
    expect(targets[0].message).toBe(
      'Suspended. Kustomization flux-system/apps will resume it when it reconciles: the manifest that it applies says so.',
    );
  });
});
