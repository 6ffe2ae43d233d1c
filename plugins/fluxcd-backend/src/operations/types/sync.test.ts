import type { FluxObject } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { makeResource } from '../../__testUtils__/seedResources';
import { setupOperations } from '../../__testUtils__/setupOperations';

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
