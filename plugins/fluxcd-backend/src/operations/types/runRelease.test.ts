import { makeResource } from '../../__testUtils__/seedResources';
import { setupOperations } from '../../__testUtils__/setupOperations';
import { refuseOtherThanReleases } from './refuseOtherThanReleases';

jest.setTimeout(120_000);

const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';
const release = makeResource({
  cluster_id: 'c1',
  name: 'web',
  kind: 'HelmRelease',
});
const other = makeResource({ cluster_id: 'c1', name: 'api' });

describe.each([
  ['force', 'reconcile.fluxcd.io/forceAt', 'lastHandledForceAt'],
  ['reset', 'reconcile.fluxcd.io/resetAt', 'lastHandledResetAt'],
] as const)('%s', (type, annotation, echo) => {
  const operations = setupOperations({ rows: [release, other] });
  const run = (...rows: Array<typeof release>) =>
    operations.run({
      type,
      targets: rows.map(row => ({ resourceId: row.id })),
    });
  const add = (spec: Record<string, unknown> = {}) =>
    operations.cluster.add({
      name: 'web',
      kind: 'HelmRelease',
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      spec,
    });

  it('sends both annotations with one token in one patch', async () => {
    const object = add();
    const { state, targets } = await run(release);
    expect(state).toBe('succeeded');
    expect(targets[0].outcome).toBe('ready');
    const [{ body }] = operations.cluster.requests as any[];
    const { annotations } = body.metadata;
    expect(Object.keys(annotations).sort()).toEqual(
      [annotation, REQUESTED_AT].sort(),
    );
    expect(annotations[annotation]).toBe(annotations[REQUESTED_AT]);
    expect(object.status?.[echo]).toBe(annotations[annotation]);
    expect(operations.cluster.requests).toHaveLength(1);
  });

  it('does not take a reconciliation for it', async () => {
    add();
    // A controller that does not know the annotation.
    operations.cluster.onPatch = object => {
      delete object.metadata.annotations![annotation];
    };
    const { targets } = await run(release);
    expect(targets[0]).toMatchObject({
      outcome: 'undone',
      message: expect.stringContaining('did not honour'),
    });
  });

  it('refuses a suspended release, which would burn the token', async () => {
    add({ suspend: true });
    await expect(run(release)).rejects.toThrow('Resume it first');
    expect(operations.cluster.requests).toEqual([]);
  });

  it('tells of a release that was deleted as of that', async () => {
    add();
    operations.cluster.onPatch = () => {
      operations.cluster.objects.delete('web');
    };
    expect((await run(release)).targets[0]).toMatchObject({ outcome: 'gone' });
  });

  it('asks neither a suspended release nor anything else among others', async () => {
    add({ suspend: true });
    operations.cluster.add({ name: 'api' });
    const { targets } = await run(release, other);
    expect(targets.map(t => [t.state, t.outcome])).toEqual([
      ['failed', 'suspended'],
      ['failed', 'refused'],
    ]);
    expect(operations.cluster.requests).toEqual([]);
  });

  it('refuses what is no HelmRelease', async () => {
    await expect(run(other)).rejects.toThrow(
      /Kustomization has no Helm releases/,
    );
  });
});

describe('refuseOtherThanReleases', () => {
  it.each([
    ['helm.toolkit.fluxcd.io', 'HelmRelease', false],
    ['helm.toolkit.fluxcd.io', 'HelmReleaseSet', true],
    ['helm.example.com', 'HelmRelease', true],
  ])('goes by group and kind: %s %s', (group, kind, refused) => {
    expect(refuseOtherThanReleases({ group, kind }) !== undefined).toBe(
      refused,
    );
  });
});
