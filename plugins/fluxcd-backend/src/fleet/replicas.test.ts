import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  type KubeObject,
  type KubeSim,
  spawnKubeSim,
} from '@internal/kube-sim';
import type { Knex } from 'knex';
import { FreezableClock } from '../__testUtils__/FreezableClock';
import { insertCluster } from '../__testUtils__/fleetRows';
import { waitUntil } from '../__testUtils__/waitUntil';
import type { ClusterRecord } from '../clusters/ClusterRecord';
import { applyMigrations } from '../database/applyMigrations';
import { PooledKubernetesClient } from '../kubernetes/PooledKubernetesClient';
import { AddressGuard } from '../security/AddressGuard';
import { ConnectionStore } from './ConnectionStore';
import { FleetService } from './FleetService';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15', 'MYSQL_8'] });
const guard = new AddressGuard({ allowedCidrs: ['127.0.0.0/8', '::1/128'] });
const NAMES = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'];
/** For how long changes are collected before they are written. Milliseconds. */
const COLLECT_MS = 200;

function kustomization(name: string): KubeObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: 'apps' },
    spec: {
      interval: '10m',
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'fleet' },
    },
    status: {
      observedGeneration: 1,
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'ReconciliationSucceeded',
          message: 'Applied',
          lastTransitionTime: '2026-11-20T10:00:00Z',
          observedGeneration: 1,
        },
      ],
    },
  } as KubeObject;
}

interface Replica {
  fleet: FleetService;
  clock: FreezableClock;
  logger: ReturnType<typeof mockServices.logger.mock>;
  clients: Map<string, PooledKubernetesClient[]>;
  /** Ends its connections to a cluster. */
  hangUp(clusterId: string): Promise<void>;
}

describe.each(databases.eachSupportedId())('replicas on %s', id => {
  let sim: KubeSim;
  let knex: Knex;
  let connections: ConnectionStore;
  const sync = new Map<string, boolean>();
  const stopped = new Set<string>();
  const replicas: Replica[] = [];

  function replica(): Replica {
    const clock = new FreezableClock({ speed: 5 });
    const logger = mockServices.logger.mock();
    const clients = new Map<string, PooledKubernetesClient[]>();
    const syncOf = (clusterId: string) => ({
      auto: sync.get(clusterId) ?? true,
      resyncMinutes: 0,
    });
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
          clients.set(clusterId, [...(clients.get(clusterId) ?? []), client]);
          return client;
        },
      },
      listClusters: async () =>
        NAMES.map(name => ({ id: name })) as ClusterRecord[],
      syncOf: async clusterId => syncOf(clusterId),
      allSync: async () => syncOf,
      stopOf: async clusterId =>
        stopped.has(clusterId)
          ? { message: 'It is off.', since: '2026-11-20T10:00:00.000Z' }
          : undefined,
      isCurrent: async () => true,
      logger,
      signals: { publish: async () => {} },
      clock,
    });
    const hangUp = async (clusterId: string) => {
      await Promise.all((clients.get(clusterId) ?? []).map(c => c.close()));
    };
    const made = { fleet, clock, logger, clients, hangUp };
    replicas.push(made);
    return made;
  }
  beforeAll(async () => {
    sim = await spawnKubeSim({
      clusters: NAMES.map(name => ({
        name,
        objects: [kustomization(`of-${name}`)],
      })),
    });
    knex = await databases.init(id);
    await applyMigrations({ getClient: async () => knex });
    connections = new ConnectionStore({ knex });
    for (const name of NAMES) await insertCluster(knex, name);
  });

  afterAll(async () => {
    for (const { clock } of replicas) clock.thaw();
    await Promise.all(replicas.map(({ fleet }) => fleet.stop()));
    for (const { clients } of replicas) {
      await Promise.all([...clients.values()].flat().map(c => c.close()));
    }
    await sim?.stop();
  });

  const control = <T>(name: string, command: object) =>
    sim.clusters[name].control<T>(command as never);
  const watches = async (name: string) =>
    (await control<{ watches: number }>(name, { type: 'stats' })).watches;
  const names = async (clusterId: string) =>
    knex('resources')
      .where({ cluster_id: clusterId })
      .orderBy('name')
      .pluck('name');
  const leases = async () =>
    new Map<string, { holder: string; fence: number }>(
      (await knex('cluster_leases')).map(row => [
        row.cluster_id,
        { holder: row.holder, fence: Number(row.fence) },
      ]),
    );
  const lists = async (name: string) =>
    (
      await control<Array<{ url?: string; path?: string }>>(name, {
        type: 'takeRequests',
      })
    )
      .map(request => String(request.url ?? request.path))
      .filter(
        url => url.includes('/kustomizations?') && !url.includes('watch='),
      );
  /** Watches that one replica has open on a cluster. */
  let all: number;
  const expectEachWatchedOnce = async (wanted: readonly string[] = NAMES) => {
    for (const name of wanted) {
      expect([name, await watches(name)]).toEqual([name, all]);
      expect((await connections.get(name))?.connection.state).toBe('connected');
    }
  };
  /** Ids of the replicas that are alive, in the order in which they were started. */
  const ids: string[] = [];
  const start = async (made: Replica) => {
    await made.fleet.start();
    const alive = await knex('replicas').pluck('id');
    ids.push(...alive.filter(one => !ids.includes(one)));
  };
  const heldBy = async (index: number) =>
    [...(await leases())].flatMap(([name, { holder }]) =>
      holder === ids[index] ? [name] : [],
    );

  it('watch each cluster once', async () => {
    const first = replica();
    await start(first);
    await waitUntil(async () => {
      all = await watches('c1');
      const kinds = await knex('cluster_kinds').where({
        cluster_id: 'c1',
        state: 'watching',
      });
      expect(kinds.length).toBeGreaterThan(2);
      // One more for the definitions.
      expect(all).toBe(kinds.length + 1);
      await expectEachWatchedOnce();
    });
    expect(await heldBy(0)).toHaveLength(NAMES.length);
    // Rendezvous hashing may give the second one nothing of so few: then it is another one.
    for (;;) {
      const next = replica();
      await start(next);
      const deadline = Date.now() + 20_000;
      const index = ids.length - 1;
      while (!(await heldBy(index)).length && Date.now() < deadline) {
        await new Promise(resolve => setTimeout(resolve, 100));
      }
      if ((await heldBy(index)).length) break;
      await next.fleet.stop();
    }
    await waitUntil(expectEachWatchedOnce);
    expect(await names('c1')).toEqual(['of-c1']);
  });

  it('read a cluster for each other, and say why that failed', async () => {
    const [here] = replicas;
    const [there] = await heldBy(ids.length - 1);
    await lists(there);
    await control(there, { type: 'put', objects: [kustomization('second')] });
    await Promise.all([here.fleet.refresh(there), here.fleet.refresh(there)]);
    expect(await lists(there)).toHaveLength(1);
    expect(await names(there)).toEqual([`of-${there}`, 'second']);

    await control(there, { type: 'pause' });
    await expect(here.fleet.refresh(there)).rejects.toMatchObject({
      name: 'KubernetesError',
      reason: 'unreachable',
    });
    await control(there, { type: 'resume' });
    stopped.add(there);
    await expect(here.fleet.refresh(there)).rejects.toMatchObject({
      name: 'ConflictError',
      message: 'The cluster is stopped: It is off.',
    });
    stopped.delete(there);
    // It is held back for a while after it was not reached.
    await waitUntil(expectEachWatchedOnce);
    await here.fleet.refresh(there);
    await expect(here.fleet.refresh('nowhere')).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    await waitUntil(expectEachWatchedOnce);
  });

  it('see to what another one was told', async () => {
    const [here] = replicas;
    const [there] = await heldBy(ids.length - 1);
    sync.set(there, false);
    await here.fleet.apply(there);
    await waitUntil(async () => {
      expect((await connections.get(there))?.connection.state).toBe('paused');
      expect(await watches(there)).toBe(0);
    });
    sync.delete(there);
    await here.fleet.apply(there);
    await waitUntil(expectEachWatchedOnce);
  });

  it('refuse what a replica writes that was paused until another one took over', async () => {
    const paused = replicas.at(-1)!;
    const [name] = await heldBy(ids.length - 1);
    const before = (await leases()).get(name)!;
    paused.clock.freeze();
    await control(name, { type: 'put', objects: [kustomization('ghost')] });
    // It has seen the object, and is about to write it.
    await waitUntil(async () => expect(paused.clock.due).toContain(COLLECT_MS));
    await paused.hangUp(name);
    await knex('replicas')
      .where({ id: before.holder })
      .decrement('expires_at', 60_000);
    await waitUntil(async () => {
      expect((await leases()).get(name)).toEqual({
        holder: ids[0],
        fence: before.fence + 1,
      });
      expect(await names(name)).toContain('ghost');
    });
    await control(name, {
      type: 'delete',
      group: 'kustomize.toolkit.fluxcd.io',
      kind: 'Kustomization',
      namespace: 'apps',
      name: 'ghost',
    });
    await waitUntil(async () =>
      expect(await names(name)).not.toContain('ghost'),
    );

    paused.clock.thaw(COLLECT_MS);
    await waitUntil(async () =>
      expect(paused.logger.warn).toHaveBeenCalledWith(
        `A write to cluster ${name} was refused: the lease with fence ${before.fence} is over`,
      ),
    );
    expect(await names(name)).not.toContain('ghost');
    // It goes on with what is its share now.
    paused.clock.thaw();
    await waitUntil(async () => {
      expect(await heldBy(ids.length - 1)).toContain(name);
      await expectEachWatchedOnce();
    });
    expect(await names(name)).not.toContain('ghost');
    expect((await leases()).get(name)!.fence).toBe(before.fence + 2);
  });

  it('take over from one that stops, and continue where it was without a list', async () => {
    const leaving = replicas.at(-1)!;
    const before = await leases();
    const moved = await heldBy(ids.length - 1);
    expect(moved.length).toBeGreaterThan(0);
    for (const name of moved) await lists(name);
    await leaving.fleet.stop();
    await waitUntil(expectEachWatchedOnce);
    for (const name of moved) {
      expect(await lists(name)).toEqual([]);
      await control(name, { type: 'put', objects: [kustomization('after')] });
      await waitUntil(async () => expect(await names(name)).toContain('after'));
    }
    for (const [name, { holder, fence }] of await leases()) {
      expect(holder).toBe(ids[0]);
      expect(fence).toBe(
        before.get(name)!.fence + (moved.includes(name) ? 1 : 0),
      );
    }
  });
});
