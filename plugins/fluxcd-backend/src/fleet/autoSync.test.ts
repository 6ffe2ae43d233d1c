import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  type KubeObject,
  type KubeSim,
  spawnKubeSim,
} from '@internal/kube-sim';
import type { Knex } from 'knex';
import { insertCluster } from '../__testUtils__/fleetRows';
import { waitUntil } from '../__testUtils__/waitUntil';
import type { ClusterRecord } from '../clusters/ClusterRecord';
import { applyMigrations } from '../database/applyMigrations';
import type { Clock } from '../kubernetes/Clock';
import { systemClock } from '../kubernetes/Clock';
import { PooledKubernetesClient } from '../kubernetes/PooledKubernetesClient';
import { AddressGuard } from '../security/AddressGuard';
import { ConnectionStore } from './ConnectionStore';
import { FleetService } from './FleetService';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const guard = new AddressGuard({ allowedCidrs: ['127.0.0.0/8', '::1/128'] });
const RESYNC_MINUTES = 7;
const SETTINGS_MS = 15_000;

function bucket(name: string): KubeObject {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'Bucket',
    metadata: { name, namespace: 'apps' },
    spec: { bucketName: 'b', endpoint: 'minio.example.com', interval: '5m' },
  };
}

describe('auto-sync', () => {
  let sim: KubeSim;
  let knex: Knex;
  let fleet: FleetService;
  let connections: ConnectionStore;
  const sync = { auto: false, resyncMinutes: RESYNC_MINUTES };
  const syncOf = jest.fn(async () => ({ ...sync }));
  /** Full resyncs that are due some time, to be called by the test. */
  const due = new Set<() => void>();
  /** The next look whether another replica changed a setting. */
  let look: (() => void) | undefined;
  const clients: PooledKubernetesClient[] = [];
  const clock: Clock = {
    ...systemClock,
    after(ms, callback) {
      if (ms === SETTINGS_MS) {
        look = callback;
        return () => (look = undefined);
      }
      if (ms !== RESYNC_MINUTES * 60_000) {
        return systemClock.after(ms, callback);
      }
      due.add(callback);
      return () => due.delete(callback);
    },
  };

  beforeAll(async () => {
    sim = await spawnKubeSim({
      clusters: [{ name: 'one', objects: [bucket('first')] }],
    });
    knex = await databases.init('SQLITE_3');
    await applyMigrations({ getClient: async () => knex });
    connections = new ConnectionStore({ knex });
    await insertCluster(knex, 'one');
    fleet = FleetService.create({
      knex,
      connector: {
        async connect(clusterId) {
          const client = new PooledKubernetesClient({
            connection: {
              server: sim.clusters[clusterId].server,
              certificateAuthority: sim.clusters[clusterId].caPem,
              getToken: async () => sim.clusters[clusterId].tokens.fluxcd,
            },
            guard,
          });
          clients.push(client);
          return client;
        },
      },
      listClusters: async () => [{ id: 'one' }] as ClusterRecord[],
      syncOf: () => syncOf(),
      allSync: async () => () => ({ ...sync }),
      stopOf: async () => undefined,
      isCurrent: async () => true,
      logger: mockServices.logger.mock(),
      signals: { publish: async () => {} },
      clock,
    });
  });

  afterAll(async () => {
    await fleet?.stop();
    await Promise.all(clients.map(client => client.close()));
    await sim?.stop();
  });

  const control = <T>(command: object) =>
    sim.clusters.one.control<T>(command as never);
  const watches = async () =>
    (await control<{ watches: number }>({ type: 'stats' })).watches;
  const names = async () =>
    (await knex('resources').orderBy('name')).map(row => row.name);
  const connection = async () => (await connections.get('one'))!.connection;
  const lists = async () =>
    (
      await control<Array<{ url?: string; path?: string }>>({
        type: 'takeRequests',
      })
    )
      .map(request => String(request.url ?? request.path))
      .filter(url => url.includes('/buckets?') && !url.includes('watch='));

  it('reads a paused cluster once, since nobody would see anything of it otherwise', async () => {
    await fleet.start();
    await waitUntil(async () => {
      expect(await names()).toEqual(['first']);
      expect(await connection()).toMatchObject({
        state: 'paused',
        lastContactAt: expect.any(String),
      });
    });
    await waitUntil(async () => expect(await watches()).toBe(0));
    expect((await connections.oldestLists()).get('one')).toEqual(
      expect.any(String),
    );
  });

  it('reads it again only when it is asked to, once for all who ask at the same time', async () => {
    await control({ type: 'put', objects: [bucket('second')] });
    const before = (await connections.oldestLists()).get('one')!;
    await lists();
    await Promise.all([fleet.refresh('one'), fleet.refresh('one')]);
    expect(await names()).toEqual(['first', 'second']);
    expect(await lists()).toHaveLength(1);
    expect((await connections.oldestLists()).get('one')! > before).toBe(true);
    expect((await connection()).state).toBe('paused');
    await waitUntil(async () => expect(await watches()).toBe(0));
  });

  it('says why a refresh failed, and keeps the rows', async () => {
    await control({ type: 'pause' });
    await expect(fleet.refresh('one')).rejects.toMatchObject({
      name: 'KubernetesError',
      reason: 'unreachable',
    });
    expect(await connection()).toMatchObject({
      state: 'paused',
      reason: 'unreachable',
      message: expect.any(String),
    });
    expect(await names()).toEqual(['first', 'second']);
    await control({ type: 'resume' });
    await fleet.refresh('one');
    expect((await connection()).reason).toBeUndefined();
  });

  it('watches from the moment that auto-sync is switched on', async () => {
    sync.auto = true;
    await fleet.apply('one');
    await waitUntil(async () => {
      expect((await connection()).state).toBe('connected');
    });
    await control({ type: 'put', objects: [bucket('third')] });
    await waitUntil(async () => {
      expect(await names()).toEqual(['first', 'second', 'third']);
    });
  });

  it('lists a watched cluster in full when the interval has passed, and again after the next', async () => {
    for (const _ of [1, 2]) {
      await lists();
      const [resync] = [...due];
      due.delete(resync);
      resync();
      await waitUntil(async () =>
        expect((await lists()).length).toBeGreaterThan(0),
      );
    }
    expect((await connection()).state).toBe('connected');
  });

  it('lists a watched cluster in full when somebody asks, and stays connected', async () => {
    await lists();
    await fleet.refresh('one');
    expect(await lists()).toHaveLength(1);
    expect((await connection()).state).toBe('connected');
    await control({ type: 'put', objects: [bucket('fourth')] });
    await waitUntil(async () => expect(await names()).toContain('fourth'));
  });

  it('lists a watched cluster in full when something was changed about it: perhaps it shows other objects now', async () => {
    await lists();
    await fleet.apply('one');
    await waitUntil(async () => expect(await lists()).not.toEqual([]));
    await waitUntil(async () => expect(await watches()).toBeGreaterThan(0));
    await waitUntil(async () =>
      expect((await connection()).state).toBe('connected'),
    );
  });

  it('ends its watches and its resyncs when auto-sync is switched off, and says so', async () => {
    sync.auto = false;
    await fleet.apply('one');
    await waitUntil(async () => expect(await watches()).toBe(0));
    expect(due.size).toBe(0);
    expect((await connection()).state).toBe('paused');
    const events = await connections.timeline.list('one');
    expect(events.slice(0, 2).map(event => event.state)).toEqual([
      'paused',
      'connected',
    ]);
    expect(events.map(event => event.reason)).toContain('unreachable');
    expect(events.map(event => event.state)).not.toContain('connecting');
  });

  it('goes by the last of two changes, though the first setting is read slowly', async () => {
    const answers: Array<() => void> = [];
    syncOf.mockImplementationOnce(
      () =>
        new Promise(resolve =>
          answers.push(() => resolve({ ...sync, auto: true })),
        ),
    );
    const first = fleet.apply('one');
    const second = fleet.apply('one');
    await waitUntil(async () => expect(answers).toHaveLength(1));
    await new Promise(resolve => setTimeout(resolve, 200));
    answers[0]();
    await Promise.all([first, second]);
    // What is watched has a full resync before it.
    expect(due.size).toBe(0);
    expect((await connection()).state).toBe('paused');
    await waitUntil(async () => expect(await watches()).toBe(0));
  });

  it('goes by what another replica was told, and leaves alone what is as it was', async () => {
    const told = async (auto: boolean) => {
      sync.auto = auto;
      const before = look;
      expect(before).toBeDefined();
      before?.();
      await waitUntil(async () => {
        expect(look).toBeDefined();
        expect(look).not.toBe(before);
      });
    };
    const applied = syncOf.mock.calls.length;
    await told(true);
    await waitUntil(async () => {
      expect((await connection()).state).toBe('connected');
    });
    await told(true);
    expect(syncOf.mock.calls).toHaveLength(applied + 1);
    await told(false);
    expect((await connection()).state).toBe('paused');
    await waitUntil(async () => expect(await watches()).toBe(0));
  });

  it('does nothing after the service has stopped', async () => {
    await fleet.stop();
    sync.auto = true;
    await fleet.apply('one');
    await waitUntil(async () => expect(await watches()).toBe(0));
  });
});
