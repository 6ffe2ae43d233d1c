import { TestDatabases } from '@backstage/backend-test-utils';
import { ScriptedCluster } from '../__testUtils__/ScriptedCluster';
import { setupWatcher } from '../__testUtils__/setupWatcher';
import { KubernetesError } from '../kubernetes/KubernetesError';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('a cluster that is watched again, after a restart or by another replica', () => {
  const given = setupWatcher(databases);
  const { watch, rows, kindState, kindRow } = given;
  const PATH = '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations';
  const ofKind = (cluster: ScriptedCluster) =>
    cluster.client.requests.filter(r => r.path.endsWith('/kustomizations'));
  const object = (name: string, resourceVersion: string) => ({
    metadata: {
      name,
      namespace: 'flux-system',
      uid: 'uid-kustomizations',
      resourceVersion,
      creationTimestamp: '2026-11-20T10:00:00Z',
    },
  });

  /** Watched until the rows are complete, and left then. */
  async function watchedBefore(cluster = new ScriptedCluster()) {
    const before = watch(cluster);
    await before.until(async () =>
      expect(await kindRow()).toMatchObject({
        state: 'watching',
        resource_version: '10',
      }),
    );
    await before.stop();
  }

  it('is continued where its rows stand, and lists nothing', async () => {
    await watchedBefore();
    const cluster = new ScriptedCluster();
    const { until, whenState } = watch(cluster);
    await whenState({ state: 'connected' });
    await until(async () =>
      expect(await kindState('Kustomization')).toBe('watching'),
    );
    expect(ofKind(cluster)).toMatchObject([
      { path: PATH, query: { watch: true, resourceVersion: '10' } },
    ]);
    expect(await rows()).toHaveLength(1);
  });

  it('learns from the watch of what was deleted while nobody watched', async () => {
    await watchedBefore();
    const cluster = new ScriptedCluster();
    const { until, whenState } = watch(cluster);
    await whenState({ state: 'connected' });
    cluster.client.watch.send({
      type: 'DELETED',
      object: object('apps', '12'),
    });
    await until(async () => expect(await rows()).toEqual([]));
    await until(async () =>
      expect(await kindRow()).toMatchObject({ resource_version: '12' }),
    );
    expect(ofKind(cluster)).toHaveLength(1);
  });

  it.each([
    [
      'answers 410',
      (cluster: ScriptedCluster) => {
        const open = cluster.client.open;
        cluster.client.open = request =>
          request.query?.resourceVersion === '10'
            ? new KubernetesError('gone', { reason: 'expired', status: 410 })
            : open(request);
      },
      5_000,
    ],
    [
      'fails',
      (cluster: ScriptedCluster) => {
        const open = cluster.client.open;
        cluster.client.open = request =>
          request.query?.resourceVersion === '10'
            ? new KubernetesError('no', { reason: 'server-error', status: 500 })
            : open(request);
      },
      30_000,
    ],
    // What it is silent about may be the past of another cluster.
    ['is silent', () => {}, 95_000],
  ] as const)(
    'is listed when its server does not know the version any more and %s',
    async (_, prepare, within) => {
      await watchedBefore();
      const cluster = new ScriptedCluster();
      cluster.override = request =>
        request.path === PATH && !request.query?.watch
          ? { metadata: { resourceVersion: '5' }, items: [] }
          : undefined;
      prepare(cluster);
      const { clock, until } = watch(cluster);
      await clock.advance(within);
      await until(async () => expect(await rows()).toEqual([]));
      await until(async () =>
        expect(await kindRow()).toMatchObject({ resource_version: '5' }),
      );
    },
  );

  it('is listed when its rows were last complete more than an hour ago', async () => {
    await watchedBefore();
    await given.knex('cluster_kinds').update({
      synced_at: '2026-11-20T10:59:59.999Z',
    });
    const cluster = new ScriptedCluster();
    const { whenState } = watch(cluster);
    await whenState({ state: 'connected' });
    expect(ofKind(cluster)[0].query).toMatchObject({ limit: 500 });
  });

  it('is listed when the kind is read in another version now', async () => {
    await watchedBefore();
    const cluster = new ScriptedCluster();
    cluster.served = { kustomizations: 'v1beta2' };
    const { until, whenState } = watch(cluster);
    await whenState({ state: 'connected' });
    expect(ofKind(cluster)[0].query).toMatchObject({ limit: 500 });
    await until(async () =>
      expect(await rows()).toMatchObject([{ version: 'v1beta2' }]),
    );
  });

  it('forgets where it stood as soon as it is to be read in another version', async () => {
    await watchedBefore();
    const key = { group: 'kustomize.toolkit.fluxcd.io', kind: 'Kustomization' };
    const save = (version: string) =>
      given.connections.saveKinds({ clusterId: 'c1', fence: 0 }, [
        { ...key, version, state: 'pending' },
      ]);
    await save('v1');
    expect((await kindRow()).resource_version).toBe('10');
    await save('v2');
    expect((await kindRow()).resource_version).toBeNull();
  });

  it('is listed when somebody asks for it before it has begun', async () => {
    await watchedBefore();
    const cluster = new ScriptedCluster();
    const { whenState, watcher } = watch(cluster);
    watcher.resync();
    await whenState({ state: 'connected' });
    expect(ofKind(cluster)[0].query).toMatchObject({ limit: 500 });
  });

  it('counts as read when the watch is open, and lists when that is asked for', async () => {
    await watchedBefore();
    const cluster = new ScriptedCluster();
    const { clock, whenState, watcher } = watch(cluster);
    await whenState({ state: 'connected' });
    const signal = new AbortController().signal;
    await watcher.listed(signal);
    expect(ofKind(cluster).every(r => r.query?.watch)).toBe(true);

    watcher.resync();
    const listed = watcher.listed(signal);
    for (let i = 0; i < 20; i += 1) {
      await clock.advance(100);
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    await listed;
    expect(ofKind(cluster).filter(r => !r.query?.watch)).toHaveLength(1);
  });

  it('R11: writes nothing any more once another replica has taken the cluster over', async () => {
    const cluster = new ScriptedCluster();
    const { clock, changes, whenState, until } = watch(cluster);
    await whenState({ state: 'connected' });
    await until(async () =>
      expect(await kindRow()).toMatchObject({ resource_version: '10' }),
    );
    await given.knex('cluster_leases').update({ fence: 1 });
    cluster.client.watch.send({
      type: 'DELETED',
      object: object('apps', '12'),
    });
    cluster.client.watch.send({ type: 'ADDED', object: object('late', '13') });
    for (let i = 0; i < 20 && !changes.includes('lost'); i += 1) {
      await clock.advance(200);
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    expect(changes).toContain('lost');
    expect(await rows()).toHaveLength(1);
    expect(await kindRow()).toMatchObject({ resource_version: '10' });
  });
});
