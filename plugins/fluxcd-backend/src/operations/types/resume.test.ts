import { makeResource } from '../../__testUtils__/seedResources';
import { setupOperations } from '../../__testUtils__/setupOperations';

jest.setTimeout(120_000);

const web = makeResource({ cluster_id: 'c1', name: 'web' });
const bell = makeResource({ cluster_id: 'c1', name: 'bell', kind: 'Alert' });

describe('resume', () => {
  const operations = setupOperations({ rows: [web, bell] });
  const resume = (row: typeof web) =>
    operations.run({ type: 'resume', targets: [{ resourceId: row.id }] });

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
    const object = operations.cluster.add({
      name: 'bell',
      kind: 'Alert',
      apiVersion: 'notification.toolkit.fluxcd.io/v1',
      spec: { suspend: true },
    });
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
