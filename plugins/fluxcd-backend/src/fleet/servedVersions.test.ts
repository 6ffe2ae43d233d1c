import { TestDatabases } from '@backstage/backend-test-utils';
import { ScriptedCluster } from '../__testUtils__/ScriptedCluster';
import { setupWatcher } from '../__testUtils__/setupWatcher';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('the versions that a cluster serves', () => {
  const given = setupWatcher(databases);

  it('are written down beside the one that is read, and follow the cluster', async () => {
    const cluster = new ScriptedCluster();
    let served = ['v1', 'v1beta2'];
    cluster.override = ({ path }) =>
      path === '/apis'
        ? {
            kind: 'APIGroupDiscoveryList',
            items: [
              {
                metadata: { name: 'kustomize.toolkit.fluxcd.io' },
                versions: served.map(version => ({
                  version,
                  resources: [
                    { resource: 'kustomizations', verbs: ['list', 'watch'] },
                  ],
                })),
              },
            ],
          }
        : undefined;
    const kind = async () => {
      const kinds = await given.connections.kinds('c1');
      return kinds.find(k => k.kind === 'Kustomization');
    };
    const { clock, until, whenState, stop } = given.watch(cluster);
    await whenState({ state: 'connected' });
    await until(async () =>
      expect(await kind()).toMatchObject({
        version: 'v1',
        state: 'watching',
        servedVersions: ['v1', 'v1beta2'],
      }),
    );

    served = ['v1'];
    await clock.advance(340_000);
    await until(async () =>
      expect(await kind()).toMatchObject({
        version: 'v1',
        state: 'watching',
        servedVersions: ['v1'],
      }),
    );

    // What is known outlives a restart that finds the cluster silent.
    await stop();
    const silent = new ScriptedCluster();
    silent.override = () => new Error('no answer');
    const restarted = given.watch(silent);
    await restarted.until(async () =>
      expect(await kind()).toMatchObject({
        state: 'pending',
        servedVersions: ['v1'],
      }),
    );
  });
});
