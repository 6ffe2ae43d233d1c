import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { insertCluster } from '../__testUtils__/fleetRows';
import { ManualClock } from '../__testUtils__/ManualClock';
import { ScriptedCluster } from '../__testUtils__/ScriptedCluster';
import type { ClusterRecord } from '../clusters/ClusterRecord';
import { applyMigrations } from '../database/applyMigrations';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { ConnectionStore } from './ConnectionStore';
import { FleetService } from './FleetService';

jest.setTimeout(20_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const LOOK_MS = 15_000;

describe('FleetService, one piece of work after the other', () => {
  let knex: Knex;
  let connections: ConnectionStore;
  const fleets: FleetService[] = [];

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    await applyMigrations({ getClient: async () => knex });
    await insertCluster(knex, 'c1');
    connections = new ConnectionStore({ knex });
  });

  afterEach(async () => {
    await Promise.all(fleets.splice(0).map(fleet => fleet.stop()));
  });

  function setup(sync = { auto: true, resyncMinutes: 0 }) {
    const clock = new ManualClock();
    const cluster = new ScriptedCluster();
    const connect = jest.fn(async () => cluster.client);
    const syncOf = jest.fn(async () => ({ ...sync }));
    const stopOf = jest.fn<
      Promise<{ message: string; since: string } | undefined>,
      []
    >(async () => undefined);
    const logger = mockServices.logger.mock();
    const registered: string[] = ['c1'];
    const words = { updatedAt: '2026-11-20T12:00:00.000Z' };
    const isCurrent = jest.fn<Promise<boolean | undefined>, [string]>(
      async () => true,
    );
    const fleet = FleetService.create({
      knex,
      connector: { connect },
      listClusters: async () =>
        registered.map(id => ({ id, ...words })) as ClusterRecord[],
      syncOf,
      allSync: async () => () => ({ ...sync }),
      stopOf,
      isCurrent,
      logger,
      signals: { publish: async () => {} },
      clock,
    });
    fleets.push(fleet);
    /** The next setting is read when the test says so. */
    const holdSync = () => {
      let release = () => {};
      syncOf.mockReturnValueOnce(
        new Promise(resolve => {
          release = () => resolve({ ...sync });
        }),
      );
      return () => release();
    };
    const until = async (check: () => unknown) => {
      for (let turn = 0; ; turn += 1) {
        await clock.advance(100);
        try {
          await check();
          return;
        } catch (error) {
          if (turn > 300) throw error;
        }
      }
    };
    const connection = async () => (await connections.get('c1'))!.connection;
    const read = () =>
      until(async () => {
        const { state, lastContactAt } = await connection();
        expect(state).toBe(sync.auto ? 'connected' : 'paused');
        expect(lastContactAt).toBeDefined();
      });
    return {
      clock,
      cluster,
      connect,
      syncOf,
      stopOf,
      logger,
      registered,
      words,
      isCurrent,
      fleet,
      sync,
      holdSync,
      until,
      connection,
      read,
    };
  }

  it('does not begin anew what a source told of before the start', async () => {
    const { fleet, syncOf } = setup();
    await fleet.apply('c1');
    await fleet.start();
    expect(syncOf).toHaveBeenCalledTimes(1);
  });

  it('leaves a cluster to whoever is at work on it', async () => {
    const { fleet, sync, syncOf, holdSync, clock } = setup();
    await fleet.start();
    sync.resyncMinutes = 7;
    const release = holdSync();
    const applied = fleet.apply('c1');
    await clock.advance(LOOK_MS);
    release();
    await applied;
    await clock.settle();
    expect(syncOf).toHaveBeenCalledTimes(2);
  });

  it('sees to a cluster that another replica added again after it went', async () => {
    const { fleet, syncOf, clock, until } = setup();
    await fleet.start();
    await fleet.remove('c1');
    await clock.advance(LOOK_MS);
    await until(() => expect(syncOf).toHaveBeenCalledTimes(2));
  });

  it('goes by the interval that another replica was told', async () => {
    const { fleet, sync, syncOf, clock, until } = setup();
    await fleet.start();
    await clock.advance(LOOK_MS);
    await until(() => expect(syncOf).toHaveBeenCalledTimes(1));
    sync.resyncMinutes = 7;
    await clock.advance(LOOK_MS);
    await until(() => expect(syncOf).toHaveBeenCalledTimes(2));
  });

  it('begins anew with credentials that another replica stored, and not for another title', async () => {
    const { fleet, words, isCurrent, syncOf, clock, until } = setup();
    await fleet.start();
    await clock.advance(2 * LOOK_MS);
    await until(() => expect(isCurrent.mock.calls).toEqual([['c1']]));
    words.updatedAt = '2026-11-20T12:01:00.000Z';
    await clock.advance(2 * LOOK_MS);
    await until(() => expect(isCurrent).toHaveBeenCalledTimes(2));
    expect(syncOf).toHaveBeenCalledTimes(1);
    words.updatedAt = '2026-11-20T12:02:00.000Z';
    isCurrent.mockResolvedValueOnce(false);
    await clock.advance(2 * LOOK_MS);
    await until(() => expect(syncOf).toHaveBeenCalledTimes(2));
    expect(isCurrent).toHaveBeenCalledTimes(3);
  });

  it('does not begin anew with a cluster that it has only just taken, and not reached yet', async () => {
    const { fleet, words, isCurrent, syncOf, clock, until } = setup();
    isCurrent.mockResolvedValue(undefined);
    await fleet.start();
    await clock.advance(2 * LOOK_MS);
    await until(() => expect(isCurrent).toHaveBeenCalledTimes(1));
    expect(syncOf).toHaveBeenCalledTimes(1);
    // Its credentials could not be used, and are others now.
    words.updatedAt = '2026-11-20T12:01:00.000Z';
    await clock.advance(2 * LOOK_MS);
    await until(() => expect(syncOf).toHaveBeenCalledTimes(2));
  });

  it('does not let one cluster keep it from looking after the others', async () => {
    const { fleet, registered, syncOf, logger, clock, until } = setup();
    await insertCluster(knex, 'c2');
    registered.push('c2');
    syncOf.mockRejectedValueOnce(new TypeError('the database is away'));
    await fleet.start();
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(
        /^What is set for cluster c\d could not be done: TypeError$/,
      ),
    );
    expect(syncOf).toHaveBeenCalledTimes(2);
    await clock.advance(LOOK_MS);
    await until(() => expect(syncOf).toHaveBeenCalledTimes(3));
  });

  it('lets no third piece of work begin beside the second', async () => {
    const { fleet, syncOf, holdSync, clock } = setup();
    await fleet.start();
    syncOf.mockClear();
    const releases = [holdSync(), holdSync()];
    const first = fleet.apply('c1');
    const second = fleet.apply('c1');
    await clock.settle();
    releases[0]();
    await first;
    const third = fleet.apply('c1');
    await clock.settle();
    expect(syncOf).toHaveBeenCalledTimes(2);
    releases[1]();
    await Promise.all([second, third]);
    expect(syncOf).toHaveBeenCalledTimes(3);
  });

  it('does what comes after work that failed', async () => {
    const { fleet, stopOf } = setup();
    await fleet.start();
    stopOf.mockRejectedValueOnce(new Error('the database is away'));
    const failing = fleet.apply('c1');
    const next = fleet.apply('c1');
    await expect(failing).rejects.toThrow('away');
    await expect(next).resolves.toBeUndefined();
  });

  it('reads a watched cluster by its watches only', async () => {
    const { fleet, stopOf, clock } = setup();
    await fleet.apply('c1');
    await clock.settle();
    expect(stopOf).toHaveBeenCalledTimes(1);
  });

  it('does not read a paused cluster again that was read before, and tells since when it is paused', async () => {
    const { fleet, connect, connection, read, clock } = setup({
      auto: false,
      resyncMinutes: 0,
    });
    await fleet.apply('c1');
    await read();
    const { since } = await connection();
    connect.mockClear();
    await clock.advance(60_000);
    await fleet.apply('c1');
    await clock.advance(1_000);
    expect(connect).not.toHaveBeenCalled();
    expect((await connection()).since).toBe(since);
  });

  it('says that a paused cluster could not be read', async () => {
    const { fleet, connect, logger, until } = setup({
      auto: false,
      resyncMinutes: 0,
    });
    connect.mockRejectedValue(
      new KubernetesError('no route', { reason: 'unreachable' }),
    );
    await fleet.apply('c1');
    await until(() =>
      expect(logger.warn).toHaveBeenCalledWith(
        'Cluster c1 could not be read: no route',
      ),
    );
  });

  it('sets no timer for a cluster that is never resynced', async () => {
    const { fleet, clock } = setup();
    const after = jest.spyOn(clock, 'after');
    await fleet.apply('c1');
    expect(after.mock.calls.map(([ms]) => ms)).not.toContain(0);
  });

  it.each([
    ['paused', undefined],
    ['stopped', { message: 'off', since: '2026-11-20T10:00:00.000Z' }],
  ])('writes nothing of a %s cluster that is not there', async (_, stop) => {
    const { fleet, stopOf } = setup({ auto: false, resyncMinutes: 0 });
    stopOf.mockResolvedValue(stop);
    await fleet.apply('nowhere');
    expect(await connections.get('nowhere')).toBeUndefined();
  });

  it('gives up a refresh that takes too long', async () => {
    const timeout = new AbortController();
    const spy = jest
      .spyOn(AbortSignal, 'timeout')
      .mockReturnValueOnce(timeout.signal);
    const { fleet, connect, clock } = setup();
    connect.mockReturnValue(new Promise(() => {}));
    const refresh = fleet.refresh('c1');
    await clock.settle();
    expect(spy).toHaveBeenCalledWith(60_000);
    timeout.abort();
    await expect(refresh).rejects.toMatchObject({ reason: 'timeout' });
    spy.mockRestore();
  });

  it('ends a refresh that is under way when it stops, and begins no other', async () => {
    const { fleet, connect, clock, stopOf } = setup({
      auto: false,
      resyncMinutes: 0,
    });
    connect.mockReturnValue(new Promise(() => {}));
    const refresh = fleet.refresh('c1').catch(error => error);
    await clock.advance(1_000);
    await fleet.stop();
    expect(await refresh).toMatchObject({ reason: 'timeout' });

    stopOf.mockClear();
    await expect(fleet.refresh('c1')).resolves.toBeUndefined();
    await fleet.apply('c1');
    expect(stopOf).not.toHaveBeenCalled();
  });

  it('has ended all work when it has stopped', async () => {
    const { fleet, holdSync, clock } = setup();
    await fleet.start();
    const release = holdSync();
    const applied = fleet.apply('c1');
    let ended = false;
    const stopped = fleet.stop().then(() => (ended = true));
    await clock.settle();
    expect(ended).toBe(false);
    release();
    await Promise.all([applied, stopped]);
  });
});
