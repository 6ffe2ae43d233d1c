import { Repository } from '../../fleet/Repository';
import { testCluster } from '../../fleet/__fixtures__/testCluster';

const API = 'source.toolkit.fluxcd.io/v1';
const FILES = {
  'app/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }',
};

function withTags() {
  const cluster = testCluster();
  for (const tag of ['v1.0.0', 'v1.1.0', 'v2.0.0']) {
    cluster.repository.push({
      tree: new Map(Object.entries({ ...FILES, tag })),
      message: tag,
      author: 'Ada',
      at: 0,
      tag,
    });
  }
  return cluster;
}

describe('sources', () => {
  it.each([
    [{ branch: 'main' }, /^main@sha1:[0-9a-f]{40}$/],
    [{ tag: 'v1.0.0' }, /^v1\.0\.0@sha1:[0-9a-f]{40}$/],
    [{ semver: '1.x' }, /^v1\.1\.0@sha1:[0-9a-f]{40}$/],
    [{ name: 'refs/heads/main' }, /^refs\/heads\/main@sha1:[0-9a-f]{40}$/],
  ])('writes the revision of %j as Flux does', (ref, revision) => {
    const cluster = withTags();
    cluster.create({
      apiVersion: API,
      kind: 'GitRepository',
      metadata: { name: 'ref', namespace: 'live' },
      spec: { url: cluster.repository.url, interval: '1m', ref },
    });
    cluster.clock.advance(5000);
    const { status } = cluster.get('GitRepository', 'ref')!;
    expect(status.artifact.revision).toMatch(revision);
    expect(status.observedGeneration).toBe(1);
    expect(cluster.conditions('GitRepository', 'ref')).toEqual([
      'Ready=True/Succeeded',
      'ArtifactInStorage=True/Succeeded',
    ]);
  });

  it('writes a bare commit without a name before it', () => {
    const cluster = withTags();
    const { id } = cluster.repository.latest!;
    cluster.create({
      apiVersion: API,
      kind: 'GitRepository',
      metadata: { name: 'ref', namespace: 'live' },
      spec: {
        url: cluster.repository.url,
        interval: '1m',
        ref: { commit: id },
      },
    });
    cluster.clock.advance(5000);
    expect(cluster.get('GitRepository', 'ref')!.status.artifact.revision).toBe(
      `sha1:${id}`,
    );
  });

  it('fails with the reason for each fault, answers a request all the same, and heals', () => {
    const cluster = testCluster();
    const guarded = new Repository({
      name: 'guarded',
      kind: 'git',
      url: 'https://git.example.com/northwind/guarded',
      password: 'new',
    });
    guarded.push({
      tree: new Map(Object.entries(FILES)),
      message: 'x',
      author: 'Ada',
      at: 0,
    });
    cluster.upstreams.add(guarded);
    cluster.create({
      apiVersion: API,
      kind: 'GitRepository',
      metadata: { name: 'guarded', namespace: 'live' },
      spec: {
        url: guarded.url,
        interval: '1m',
        ref: { branch: 'main' },
        secretRef: { name: 'credentials' },
      },
    });
    cluster.clock.advance(3000);
    expect(cluster.conditions('GitRepository', 'guarded')).toContain(
      'Ready=False/AuthenticationFailed',
    );
    const secret = cluster.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'credentials', namespace: 'live' },
      data: { password: Buffer.from('old').toString('base64') },
    });
    cluster.edit('GitRepository', 'guarded', object => {
      object.metadata.annotations['reconcile.fluxcd.io/requestedAt'] = 'one';
    });
    cluster.clock.advance(3000);
    const { status } = cluster.get('GitRepository', 'guarded')!;
    expect(
      status.conditions.map(
        (item: any) => `${item.type}=${item.status}/${item.reason}`,
      ),
    ).toEqual([
      'Reconciling=True/ProgressingWithRetry',
      'Ready=False/GitOperationFailed',
      'FetchFailed=True/GitOperationFailed',
    ]);
    expect(status.lastHandledReconcileAt).toBe('one');
    expect(status.observedGeneration).toBe(-1);
    cluster.store.update(
      { ...secret, data: { password: Buffer.from('new').toString('base64') } },
      { manager: 'test' },
    );
    cluster.clock.advance(120_000);
    expect(cluster.conditions('GitRepository', 'guarded')).toEqual([
      'Ready=True/Succeeded',
      'ArtifactInStorage=True/Succeeded',
    ]);
  });

  it('follows a new commit at the next interval, not while suspended', () => {
    const cluster = testCluster();
    cluster.push(FILES);
    cluster.gitRepository();
    cluster.clock.advance(5000);
    const revision = () =>
      cluster.get('GitRepository', 'app')!.status.artifact.revision;
    const first = revision();
    cluster.edit('GitRepository', 'app', object => {
      object.spec.suspend = true;
    });
    cluster.push({ ...FILES, more: '1' });
    cluster.edit('GitRepository', 'app', object => {
      object.metadata.annotations['reconcile.fluxcd.io/requestedAt'] = 'one';
    });
    cluster.clock.advance(300_000);
    expect(revision()).toBe(first);
    expect(
      cluster.get('GitRepository', 'app')!.status.lastHandledReconcileAt,
    ).toBe('one');
    cluster.edit('GitRepository', 'app', object => {
      object.spec.suspend = false;
    });
    cluster.clock.advance(5000);
    expect(revision()).not.toBe(first);
    const second = revision();
    cluster.push({ ...FILES, more: '2' });
    cluster.clock.advance(30_000);
    expect(revision()).toBe(second);
    cluster.clock.advance(40_000);
    expect(revision()).not.toBe(second);
  });

  it('leaves a Helm repository of type oci without conditions', () => {
    const cluster = testCluster();
    cluster.create({
      apiVersion: API,
      kind: 'HelmRepository',
      metadata: { name: 'registry', namespace: 'live' },
      spec: {
        type: 'oci',
        url: 'oci://registry.example.com/charts',
        interval: '1m',
      },
    });
    cluster.clock.advance(5000);
    expect(cluster.get('HelmRepository', 'registry')!.status).toEqual({});
  });
});
