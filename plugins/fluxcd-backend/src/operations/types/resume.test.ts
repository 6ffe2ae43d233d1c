import { makeResource } from '../../__testUtils__/seedResources';
import { setupOperations } from '../../__testUtils__/setupOperations';

jest.setTimeout(120_000);

const web = makeResource({ cluster_id: 'c1', name: 'web' });
const bell = makeResource({ cluster_id: 'c1', name: 'bell', kind: 'Alert' });
const set = makeResource({
  cluster_id: 'c1',
  name: 'set',
  kind: 'ResourceSet',
});

describe('resume', () => {
  const operations = setupOperations({ rows: [web, bell, set] });
  const resume = (...rows: Array<typeof web>) =>
    operations.run({
      type: 'resume',
      targets: rows.map(row => ({ resourceId: row.id })),
    });
  const addBell = (spec: Record<string, unknown>) =>
    operations.cluster.add({
      name: 'bell',
      kind: 'Alert',
      apiVersion: 'notification.toolkit.fluxcd.io/v1',
      spec,
    });

  it('removes the field and every note about it, and reconciles in the same patch', async () => {
    const object = operations.cluster.add({
      name: 'web',
      spec: { suspend: true, path: './web' },
    });
    object.metadata.annotations = {
      keep: 'me',
      'backstage.fluxcd.io/suspendedBy': 'ada',
      'fluxcd.controlplane.io/suspendedBy': 'bob',
      'metadata.weave.works/suspended-comment': 'later',
      // Spent during the suspension: a new one is needed.
      'reconcile.fluxcd.io/requestedAt': 'old',
    };
    object.status!.lastHandledReconcileAt = 'old';
    const { state, targets } = await resume(web);
    expect(state).toBe('succeeded');
    expect(targets[0]).toMatchObject({
      outcome: 'ready',
      message: expect.stringMatching(/^Resumed\. /),
    });
    expect(object.spec).toEqual({ path: './web' });
    expect(object.metadata.annotations).toEqual({
      keep: 'me',
      'reconcile.fluxcd.io/requestedAt': expect.not.stringMatching(/^old$/),
    });
    expect(operations.cluster.requests).toHaveLength(1);
  });

  it('does not wait for what nothing reconciles', async () => {
    const object = addBell({ suspend: true });
    operations.cluster.silent.add('bell');
    const { targets } = await resume(bell);
    expect(targets[0]).toMatchObject({ outcome: 'done', message: 'Resumed.' });
    expect(object.spec).toEqual({});
    expect(object.metadata.annotations).toEqual({});
  });

  it('refuses what is not suspended', async () => {
    operations.cluster.add({ name: 'web' });
    await expect(resume(web)).rejects.toThrow('is not suspended');
    expect(operations.cluster.requests).toEqual([]);
  });

  it('changes this very object, and nothing that is not there', async () => {
    operations.cluster.add({ name: 'web', spec: { suspend: true } });
    await resume(web);
    expect(operations.cluster.requests).toMatchObject([
      { body: { metadata: { uid: 'uid-web', resourceVersion: '1' } } },
    ]);
    const [{ body }] = operations.cluster.requests as any[];
    expect(body.metadata.annotations).toEqual({
      'reconcile.fluxcd.io/requestedAt': expect.any(String),
    });
  });

  it('takes away the annotation of kinds that have no field', async () => {
    const object = operations.cluster.add({
      name: 'set',
      kind: 'ResourceSet',
      apiVersion: 'fluxcd.controlplane.io/v1',
    });
    object.metadata.annotations = {
      'fluxcd.controlplane.io/reconcile': 'disabled',
    };
    expect((await resume(set)).state).toBe('succeeded');
    expect(object.metadata.annotations).not.toHaveProperty([
      'fluxcd.controlplane.io/reconcile',
    ]);
    const [{ body }] = operations.cluster.requests as any[];
    expect(body.spec).toBeUndefined();
  });

  it('changes nothing that is not suspended, also among others', async () => {
    operations.cluster.add({ name: 'web' });
    addBell({});
    const { targets } = await resume(web, bell);
    expect(targets).toMatchObject([
      {
        state: 'skipped',
        message: expect.stringContaining('is not suspended'),
      },
      { message: expect.stringContaining('is not suspended') },
    ]);
    expect(operations.cluster.requests).toEqual([]);
  });

  it('fails on what is suspended and cannot be resumed', async () => {
    const object = operations.cluster.add({
      name: 'web',
      spec: { suspend: true },
    });
    Object.assign(object.metadata, { deletionTimestamp: '2026-11-20T10:00Z' });
    addBell({ suspend: true });
    const { targets } = await resume(web, bell);
    expect(targets[0]).toMatchObject({ state: 'failed', outcome: 'refused' });
  });

  it('does not call resumed what is not there', async () => {
    const { targets } = await resume(web, bell);
    for (const target of targets) {
      expect(target).toMatchObject({
        outcome: 'gone',
        message: 'It does not exist.',
      });
    }
  });

  it('tells when it is suspended still', async () => {
    addBell({ suspend: true });
    operations.cluster.onPatch = object => {
      object.spec = { suspend: true };
    };
    expect((await resume(bell)).targets[0]).toMatchObject({
      outcome: 'undone',
      message: 'It is still suspended.',
    });
  });

  it('names the parent whose manifest will suspend it again', async () => {
    const object = operations.cluster.add({
      name: 'web',
      spec: { suspend: true },
    });
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
    const { targets } = await resume(web);
    expect(targets[0].message).toContain(
      'Kustomization flux-system/apps will suspend it again',
    );
  });
});
