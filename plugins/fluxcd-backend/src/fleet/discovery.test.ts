import { TestDatabases } from '@backstage/backend-test-utils';
import { ScriptedCluster } from '../__testUtils__/ScriptedCluster';
import { setupWatcher } from '../__testUtils__/setupWatcher';
import { KubernetesError } from '../kubernetes/KubernetesError';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** A cluster that serves Kustomizations in these versions, the preferred one first. */
function servingAll(versions: () => string[]) {
  const cluster = new ScriptedCluster();
  cluster.override = ({ path }) => {
    if (path === '/apis') {
      return {
        kind: 'APIGroupDiscoveryList',
        items: [
          {
            metadata: { name: 'kustomize.toolkit.fluxcd.io' },
            versions: versions().map(version => ({
              version,
              resources: [
                { resource: 'kustomizations', verbs: ['list', 'watch'] },
              ],
            })),
          },
        ],
      };
    }
    const [, , , version, plural] = path.split('/');
    if (plural !== 'kustomizations') return undefined;
    if (!versions().includes(version)) {
      return new KubernetesError('no', { reason: 'not-found', status: 404 });
    }
    cluster.served = { kustomizations: version };
    return undefined;
  };
  return cluster;
}

describe('the kinds and versions of a cluster', () => {
  const given = setupWatcher(databases);
  const { watch, rows, kindState } = given;

  it('may flip to another version and back while both are served, and nobody sees a row go (F14)', async () => {
    let versions = ['v1beta2'];
    const cluster = servingAll(() => versions);
    const { clock, until, whenState } = watch(cluster);
    await whenState({ state: 'connected' });
    const inVersion = (version: string) =>
      until(async () =>
        expect(await rows()).toEqual([
          { kind: 'Kustomization', version, uid: 'uid-kustomizations' },
        ]),
      );
    await inVersion('v1beta2');
    let deletes = 0;
    given.knex.on('query', ({ sql }) => {
      if (/delete from .resources/.test(sql)) deletes += 1;
    });

    for (const [next, read] of [
      [['v1', 'v1beta2'], 'v1'],
      [['v1beta2', 'v1'], 'v1beta2'],
      [['v1', 'v1beta2'], 'v1'],
      [['v1'], 'v1'],
    ] as const) {
      versions = [...next];
      // The routine of discovery: nothing else tells.
      await clock.advance(340_000);
      await inVersion(read);
      await until(async () =>
        expect(await kindState('Kustomization')).toBe('watching'),
      );
      expect(
        cluster.client.watches.filter(stream => !stream.closed),
      ).toHaveLength(1);
    }
    expect(deletes).toBe(0);
    const history = await given.knex('resource_history').select('type');
    expect(history.filter(({ type }) => type === 'deleted')).toEqual([]);
  });

  it('shows a kind seconds after its definition was installed, and takes its rows away after that was removed', async () => {
    const cluster = new ScriptedCluster();
    cluster.override = ({ path, query }) =>
      path === DEFINITIONS && !query?.watch
        ? { metadata: { resourceVersion: '1' }, items: [] }
        : undefined;
    const open = cluster.client.open;
    cluster.client.open = request =>
      request.path === DEFINITIONS ? undefined : open(request);
    const { clock, until, whenState } = watch(cluster);
    await whenState({ state: 'connected' });
    const definitions = () =>
      cluster.client.watches[
        cluster.client.watchRequests.findIndex(r => r.path === DEFINITIONS)
      ];
    const tell = (type: string, name: string, resourceVersion: string) =>
      definitions().send({
        type,
        object: { metadata: { name, uid: `uid-${name}`, resourceVersion } },
      });
    const discoveries = () =>
      cluster.client.requests.filter(r => r.path === '/apis').length;
    const before = discoveries();
    tell('ADDED', 'widgets.example.com', '2');
    await clock.advance(2_000);
    expect(discoveries()).toBe(before);

    cluster.served = { kustomizations: 'v1', buckets: 'v1' };
    tell('ADDED', 'buckets.source.toolkit.fluxcd.io', '3');
    const told = clock.now();
    await until(async () =>
      expect((await rows()).map(row => row.kind)).toContain('Bucket'),
    );
    expect(clock.now() - told).toBeLessThan(5_000);
    await until(async () => expect(await kindState('Bucket')).toBe('watching'));

    cluster.served = { kustomizations: 'v1' };
    tell('DELETED', 'buckets.source.toolkit.fluxcd.io', '4');
    await until(async () =>
      expect((await rows()).map(row => row.kind)).toEqual(['Kustomization']),
    );
    await until(async () => expect(await kindState('Bucket')).toBe('absent'));
  });

  it('shows a kind within minutes where definitions may not be watched', async () => {
    const cluster = new ScriptedCluster();
    const { clock, until, whenState } = watch(cluster);
    await whenState({ state: 'connected' });
    cluster.served = { kustomizations: 'v1', buckets: 'v1' };
    const installed = clock.now();
    await clock.advance(300_000);
    await until(async () =>
      expect((await rows()).map(row => row.kind)).toContain('Bucket'),
    );
    expect(clock.now() - installed).toBeLessThan(335_000);
  });
});
