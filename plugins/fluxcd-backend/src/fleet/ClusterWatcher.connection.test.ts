import { TestDatabases } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { ScriptedCluster } from '../__testUtils__/ScriptedCluster';
import { setupWatcher } from '../__testUtils__/setupWatcher';
import { KubernetesError } from '../kubernetes/KubernetesError';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('ClusterWatcher, how it stands with the connection', () => {
  const given = setupWatcher(databases);
  const { watch } = given;

  it('says why a cluster whose credential cannot be read is disconnected', async () => {
    const { whenState, state } = watch(new ScriptedCluster(), {
      connector: {
        connect: async () => {
          throw new KubernetesError('The key is missing.', {
            reason: 'credentials-unreadable',
          });
        },
      },
    });
    await whenState({ state: 'disconnected' });
    expect(await state()).toMatchObject({
      state: 'disconnected',
      reason: 'credentials-unreadable',
      message: 'The key is missing.',
    });
  });

  it('never repeats the words of an error that it does not know', async () => {
    const { whenState, state } = watch(new ScriptedCluster(), {
      connector: {
        connect: async () => {
          throw new Error('password=CANARY at 10.0.0.1');
        },
      },
    });
    await whenState({ state: 'disconnected' });
    expect(await state()).toMatchObject({
      state: 'disconnected',
      reason: 'unknown',
      message: 'The cluster could not be read',
    });
  });

  it('is disconnected when the server does not tell its kinds, and asks again after half a minute', async () => {
    const cluster = new ScriptedCluster();
    cluster.override = ({ path }) =>
      path === '/apis'
        ? new KubernetesError('No right to /apis.', {
            reason: 'forbidden',
            status: 403,
          })
        : undefined;
    const { clock, whenState, state } = watch(cluster);
    await whenState({ state: 'disconnected' });
    expect(await state()).toMatchObject({
      reason: 'forbidden',
      message: 'No right to /apis.',
    });
    cluster.override = () => undefined;
    await clock.advance(29_000);
    expect(await state()).toMatchObject({ state: 'disconnected' });
    await clock.advance(1_000);
    await whenState({ state: 'connected' });
  });

  it('is disconnected within the minute after the cluster fell silent, though its watches stay open', async () => {
    const cluster = new ScriptedCluster();
    const { clock, until, whenState, state } = watch(cluster);
    await whenState({ state: 'connected' });
    cluster.override = () =>
      new KubernetesError('It does not answer.', { reason: 'timeout' });
    await clock.advance(55_000);
    await until(
      async () =>
        expect(await state()).toMatchObject({
          state: 'disconnected',
          reason: 'timeout',
        }),
      1,
    );
    expect(cluster.client.watch.closed).toBe(false);

    // The watch lives after all, though nothing else is answered.
    cluster.client.watch.sendText('\n');
    await whenState({ state: 'degraded', reason: 'timeout' });

    cluster.override = () => undefined;
    await whenState({ state: 'connected' });
  });

  it('writes down the last contact every few seconds at most, and tells nobody about it', async () => {
    const cluster = new ScriptedCluster();
    const { clock, changes, whenState } = watch(cluster);
    await whenState({ state: 'connected' });
    await clock.advance(20_000);
    changes.length = 0;
    let saves = 0;
    given.knex.on('query', ({ sql }) => {
      if (/update .cluster_connections. set .last_contact_at/.test(sql))
        saves += 1;
    });
    const contact = async () =>
      (await given.connections.get('c1'))?.connection.lastContactAt;
    const before = await contact();
    for (let i = 0; i < 300; i += 1) {
      cluster.client.watch.sendText('\n');
      await clock.advance(100);
    }
    expect(saves).toBeGreaterThan(3);
    expect(saves).toBeLessThanOrEqual(7);
    expect((await contact())! > before!).toBe(true);
    expect(changes).toEqual([]);
  });

  it.each([
    ['is not registered any more', () => given.knex('clusters').delete()],
    [
      'was taken over by another replica',
      () => given.knex('cluster_leases').update({ fence: 1 }),
    ],
  ])('tells when what changes is of a cluster that %s', async (_, happen) => {
    const cluster = new ScriptedCluster();
    const { until, changes, whenState } = watch(cluster);
    await whenState({ state: 'connected' });
    await happen();
    expect(changes).not.toContain('gone');
    cluster.override = () =>
      new KubernetesError('no route', { reason: 'unreachable' });
    cluster.client.watch.end();
    await until(async () => expect(changes).toContain('gone'));
  });

  it('tells when a cluster that does not answer is not registered any more', async () => {
    const { until, changes } = watch(new ScriptedCluster(), {
      connector: {
        connect: async () => {
          throw new NotFoundError('The cluster does not exist');
        },
      },
    });
    await until(async () => expect(changes).toContain('gone'));
  });
});
