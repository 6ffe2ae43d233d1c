import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type {
  ClusterAvailability,
  FluxcdSignal,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { type KubeSim, spawnKubeSim } from '@internal/kube-sim';
import type { Knex } from 'knex';
import { insertCluster } from '../__testUtils__/fleetRows';
import { waitUntil } from '../__testUtils__/waitUntil';
import type { ClusterRecord } from '../clusters/ClusterRecord';
import { applyMigrations } from '../database/applyMigrations';
import { type Clock, systemClock } from '../kubernetes/Clock';
import { PooledKubernetesClient } from '../kubernetes/PooledKubernetesClient';
import { AddressGuard } from '../security/AddressGuard';
import { ConnectionStore } from './ConnectionStore';
import { FleetService } from './FleetService';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const guard = new AddressGuard({ allowedCidrs: ['127.0.0.0/8', '::1/128'] });
const LOOK_MS = 15_000;

describe('a cluster that its source calls stopped', () => {
  let sim: KubeSim;
  let knex: Knex;
  let connections: ConnectionStore;
  const fleets: FleetService[] = [];
  const clients: PooledKubernetesClient[] = [];
  let availability: ClusterAvailability | undefined;
  let registered = ['one'];
  /** The look that is due in each replica, by its position in `fleets`, to be called by the test. */
  const looks = new Map<number, () => void>();

  function replica(): FleetService {
    const index = fleets.length;
    const clock: Clock = {
      ...systemClock,
      after(ms, callback) {
        if (ms !== LOOK_MS) return systemClock.after(ms, callback);
        looks.set(index, callback);
        return () => looks.delete(index);
      },
    };
    const fleet = FleetService.create({
      knex,
      connector: {
        async connect(clusterId) {
          const { server, caPem, tokens } = sim.clusters[clusterId];
          const client = new PooledKubernetesClient({
            connection: {
              server,
              certificateAuthority: caPem,
              getToken: async () => tokens.fluxcd,
            },
            guard,
          });
          clients.push(client);
          return client;
        },
      },
      listClusters: async () =>
        registered.map(id => ({
          id,
          availability: id === 'one' ? availability : undefined,
        })) as ClusterRecord[],
      syncOf: async () => ({ auto: true, resyncMinutes: 0 }),
      allSync: async () => () => ({ auto: true, resyncMinutes: 0 }),
      stopOf: async id =>
        id === 'one' && availability?.state === 'stopped'
          ? availability
          : undefined,
      isCurrent: async () => true,
      logger: mockServices.logger.mock(),
      signals: { publish: async () => {} },
      clock,
    });
    fleets.push(fleet);
    return fleet;
  }

  beforeAll(async () => {
    sim = await spawnKubeSim({
      clusters: ['one', 'two'].map(name => ({
        name,
        objects: [
          {
            apiVersion: 'source.toolkit.fluxcd.io/v1',
            kind: 'Bucket',
            metadata: { name: `of-${name}`, namespace: 'apps' },
            spec: { bucketName: 'b', endpoint: 'x.example', interval: '5m' },
          },
        ],
      })),
    });
    knex = await databases.init('SQLITE_3');
    await applyMigrations({ getClient: async () => knex });
    connections = new ConnectionStore({ knex });
    await insertCluster(knex, 'one');
    for (const fleet of [replica(), replica()]) await fleet.start();
  });

  afterAll(async () => {
    await Promise.all(fleets.map(fleet => fleet.stop()));
    await Promise.all(clients.map(client => client.close()));
    await sim?.stop();
  });

  const watches = async (name = 'one') =>
    (await sim.clusters[name].control<{ watches: number }>({ type: 'stats' }))
      .watches;
  const connection = async (id = 'one') =>
    (await connections.get(id))!.connection;
  const names = async () =>
    (await knex('resources').orderBy('name')).map(row => row.name);
  const look = (fleet: FleetService) => {
    const index = fleets.indexOf(fleet);
    const due = looks.get(index)!;
    looks.delete(index);
    due();
  };
  const stopped = (message: string): ClusterAvailability => ({
    state: 'stopped',
    message,
    since: '2026-11-20T10:00:00.000Z',
  });
  let all: number;

  it('is watched by one of the replicas while it runs', async () => {
    await waitUntil(async () => {
      expect((await connection()).state).toBe('connected');
      all = await watches();
      expect(all).toBeGreaterThan(2);
      // The other one watches the other cluster, or nothing.
      const kinds = await knex('cluster_kinds').where({ cluster_id: 'one' });
      const served = kinds.filter(kind => kind.state === 'watching');
      // One more for the definitions.
      expect(all).toBe(served.length + 1);
    });
  });

  it('is left alone as soon as its holder knows, by itself or by its next look', async () => {
    const [here, there] = fleets;
    const heard: FluxcdSignal[] = [];
    const ends = fleets.map(fleet =>
      fleet.onChange(change => heard.push(change)),
    );
    const before = await connection();
    availability = stopped('It is switched off.');
    await here.apply('one');
    look(there);
    await waitUntil(async () => expect(await watches()).toBe(0));
    for (const end of ends) end();

    expect(await connection()).toEqual({
      state: 'stopped',
      message: 'It is switched off.',
      since: '2026-11-20T10:00:00.000Z',
      lastContactAt: expect.any(String),
    });
    expect((await connection()).lastContactAt! >= before.lastContactAt!).toBe(
      true,
    );
    expect(await names()).toEqual(['of-one']);
    const [latest] = await connections.timeline.list('one');
    expect(latest).toMatchObject({ state: 'stopped' });
    expect(heard).toContainEqual({ type: 'clusters-changed' });
  });

  it('is not called again, and says so when somebody asks for a refresh', async () => {
    const [here, there] = fleets;
    await sim.clusters.one.control({ type: 'takeRequests' });
    await expect(here.refresh('one')).rejects.toMatchObject({
      name: 'ConflictError',
      message: 'The cluster is stopped: It is switched off.',
    });
    look(here);
    look(there);
    await waitUntil(async () => expect(looks.size).toBe(2));
    expect(
      await sim.clusters.one.control<unknown[]>({ type: 'takeRequests' }),
    ).toEqual([]);
    expect((await connection()).state).toBe('stopped');
  });

  it('is watched again when it has started', async () => {
    availability = undefined;
    for (const fleet of fleets) look(fleet);
    await waitUntil(async () => {
      expect(await watches()).toBe(all);
      expect((await connection()).state).toBe('connected');
    });
    // A look that finds nothing new changes nothing.
    await waitUntil(async () => expect(looks.size).toBe(2));
    await sim.clusters.one.control({ type: 'takeRequests' });
    for (const fleet of fleets) look(fleet);
    await waitUntil(async () => expect(looks.size).toBe(2));
    expect(
      await sim.clusters.one.control<unknown[]>({ type: 'takeRequests' }),
    ).toEqual([]);
  });

  it('goes on being watched while it is only missing', async () => {
    availability = { ...stopped('Not listed.'), state: 'missing' };
    for (const fleet of fleets) await fleet.apply('one');
    await waitUntil(async () => {
      expect(await watches()).toBe(all);
      expect((await connection()).state).toBe('connected');
    });
  });

  it('does not keep replicas from seeing to the others', async () => {
    await insertCluster(knex, 'two');
    registered = ['one', 'two'];
    for (const fleet of fleets) await fleet.apply('two');
    await waitUntil(async () => {
      expect(await names()).toEqual(['of-one', 'of-two']);
      expect(await watches('two')).toBe(all);
    });
  });

  it('is not even called by a replica that starts', async () => {
    availability = stopped('Off again.');
    for (const fleet of fleets) look(fleet);
    await waitUntil(async () => expect(await watches()).toBe(0));
    await sim.clusters.one.control({ type: 'takeRequests' });
    await replica().start();
    expect(await connection()).toMatchObject({
      state: 'stopped',
      message: 'Off again.',
    });
    expect(
      await sim.clusters.one.control<unknown[]>({ type: 'takeRequests' }),
    ).toEqual([]);
  });
});
