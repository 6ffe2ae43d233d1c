import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { insertCluster } from '../../__testUtils__/fleetRows';
import { ManualClock } from '../../__testUtils__/ManualClock';
import { applyMigrations } from '../../database/applyMigrations';
import type { Lease } from './Lease';
import { LeaseKeeper } from './LeaseKeeper';
import { LeaseStore, TTL_MS } from './LeaseStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const IDS = Array.from({ length: 12 }, (_, i) => `c${i}`);

describe.each(databases.eachSupportedId())('LeaseKeeper on %s', id => {
  let knex: Knex;
  const halts: Array<() => Promise<void>> = [];

  beforeAll(async () => {
    knex = await databases.init(id);
    await applyMigrations({ getClient: async () => knex });
  });

  beforeEach(async () => {
    await knex('clusters').delete();
    await knex('replicas').delete();
    for (const clusterId of IDS) await insertCluster(knex, clusterId);
  });

  afterEach(async () => {
    await Promise.all(halts.splice(0).map(halt => halt()));
  });

  function replica(name: string, clock = new ManualClock()) {
    const store = new LeaseStore({ knex, replicaId: name });
    // What SQLite has one process for.
    jest.spyOn(store, 'begin').mockResolvedValue();
    /** What it works on, and under which fence. */
    const works = new Map<string, number>();
    const events: string[] = [];
    const logger = mockServices.logger.mock();
    const end = jest.fn(async ({ clusterId }: Lease) => {
      works.delete(clusterId);
    });
    const tell = jest.fn();
    const keeper = new LeaseKeeper({
      store,
      replicaId: name,
      clock,
      logger,
      work: {
        onAcquired: ({ clusterId, fence }) => {
          works.set(clusterId, fence);
          events.push(`acquired ${clusterId}`);
        },
        onLost: ({ clusterId }) => {
          works.delete(clusterId);
          events.push(`lost ${clusterId}`);
        },
        end,
        tell,
      },
    });
    halts.push(() => keeper.halt());
    return { name, store, works, events, logger, end, tell, keeper, clock };
  }
  type Replica = ReturnType<typeof replica>;

  /** Lets time pass by the clock of the database. */
  const pass = (ms: number) => knex('replicas').decrement('expires_at', ms);
  /** Everybody looks, so often that all is given and taken that was to be. */
  const look = async (...replicas: Replica[]) => {
    for (let turn = 0; turn < 3; turn += 1) {
      for (const { keeper } of replicas) await keeper.look();
    }
  };
  const standing = async () => {
    const rows = await knex('cluster_leases').orderBy('cluster_id');
    return new Map<string, { holder: string; fence: number }>(
      rows.map(row => [
        row.cluster_id,
        { holder: row.holder, fence: Number(row.fence) },
      ]),
    );
  };
  /** Each cluster is worked on by exactly one of these, under the fence that stands. */
  const expectShared = async (...replicas: Replica[]) => {
    for (const [clusterId, { holder, fence }] of await standing()) {
      const at = replicas.filter(({ works }) => works.has(clusterId));
      expect(at.map(({ name }) => name)).toEqual([holder]);
      expect(at[0].works.get(clusterId)).toBe(fence);
    }
  };
  const holders = async () =>
    new Map([...(await standing())].map(([key, { holder }]) => [key, holder]));

  it('takes every cluster at once where nobody else is, also one that has no lease yet', async () => {
    await knex('cluster_leases').where({ cluster_id: 'c3' }).delete();
    const a = replica('a');
    await a.keeper.start();
    await a.keeper.look();
    expect([...a.works.keys()].sort()).toEqual([...IDS].sort());
    await expectShared(a);
    expect(a.keeper.leaseOf('c3')).toMatchObject({ clusterId: 'c3', fence: 1 });
    expect(a.logger.info).toHaveBeenCalledWith(
      'Lease of cluster "c3" is held: replica a, fence 1',
    );
    const lines = a.logger.info.mock.calls.length;
    await look(a);
    expect(a.logger.info.mock.calls).toHaveLength(lines);
    expect([...(await standing()).values()].map(({ fence }) => fence)).toEqual(
      IDS.map(() => 1),
    );
  });

  it('gives a replica that joins its share and nothing else, after the work on it has ended', async () => {
    const [a, b, c] = [replica('a'), replica('b'), replica('c')];
    await a.keeper.start();
    await b.keeper.start();
    let ended = () => {};
    a.end.mockImplementationOnce(async ({ clusterId }) => {
      await new Promise<void>(resolve => {
        ended = resolve;
      });
      a.works.delete(clusterId);
    });
    for (const { keeper } of [a, a, b]) await keeper.look();
    // Still at work on one of them: it may not be taken.
    const [[{ clusterId: busy }]] = a.end.mock.calls;
    expect(a.works.has(busy)).toBe(true);
    expect(b.works.has(busy)).toBe(false);
    expect(a.keeper.leaseOf(busy)).toBeUndefined();
    ended();
    await a.clock.settle();
    await look(a, b);
    await expectShared(a, b);
    expect(a.works.size).toBeGreaterThan(0);
    expect(b.works.size).toBeGreaterThan(0);

    const before = await holders();
    await c.keeper.start();
    await look(a, b, c);
    await expectShared(a, b, c);
    expect(c.works.size).toBeGreaterThan(0);
    for (const [clusterId, holder] of await holders()) {
      expect(['c', before.get(clusterId)]).toContain(holder);
    }
    expect([a, b, c].flatMap(({ events }) => events)).not.toContainEqual(
      expect.stringContaining('lost'),
    );
  });

  it('leaves at once: the others take over with their next look', async () => {
    const [a, b] = [replica('a'), replica('b')];
    await a.keeper.start();
    await b.keeper.start();
    await look(a, b);
    const fences = await standing();
    b.tell.mockClear();
    await b.keeper.halt();
    await b.keeper.leave();
    expect(b.tell).toHaveBeenCalledTimes(1);
    await a.keeper.look();
    expect(a.works.size).toBe(IDS.length);
    for (const [clusterId, fence] of a.works) {
      const was = fences.get(clusterId)!;
      expect(fence).toBe(was.holder === 'a' ? was.fence : was.fence + 1);
    }
    expect(await knex('replicas').pluck('id')).toEqual(['a']);
  });

  it('takes over from a replica that died, when it was silent for its time to live and not before', async () => {
    const [a, b] = [replica('a'), replica('b')];
    await a.keeper.start();
    await b.keeper.start();
    await look(a, b);
    const share = b.works.size;
    expect(share).toBeGreaterThan(0);
    await b.keeper.halt();
    await pass(TTL_MS - 5_000);
    await a.keeper.look();
    expect(a.works.size).toBe(IDS.length - share);
    // It looks again when the other one is due, not only after its own five seconds.
    const looks = jest.spyOn(a.store, 'heartbeat');
    await pass(4_900);
    await a.keeper.look();
    await a.clock.advance(1_000);
    expect(looks.mock.calls.length).toBeGreaterThan(1);
    await pass(200);
    await a.keeper.look();
    expect(a.works.size).toBe(IDS.length);
  });

  it('finds out when it comes back after another one took over, and gets its share again in turn', async () => {
    const [a, b] = [replica('a'), replica('b')];
    await a.keeper.start();
    await b.keeper.start();
    await look(a, b);
    const mine = [...b.works.keys()].sort();
    await pass(TTL_MS + 1);
    await a.keeper.look();
    expect(a.works.size).toBe(IDS.length);
    await b.keeper.look();
    expect(b.events.filter(e => e.startsWith('lost')).sort()).toEqual(
      mine.map(clusterId => `lost ${clusterId}`),
    );
    expect(b.works.size).toBe(0);
    await look(a, b);
    await expectShared(a, b);
    expect([...b.works.keys()].sort()).toEqual(mine);
    for (const clusterId of mine) {
      expect((await standing()).get(clusterId)!.fence).toBeGreaterThan(2);
    }
  });

  it('keeps what it holds when it was silent for long and nobody took over', async () => {
    const a = replica('a');
    await a.keeper.start();
    const before = await standing();
    await pass(10 * TTL_MS);
    await look(a);
    expect(await standing()).toEqual(before);
    expect(a.events.filter(e => e.startsWith('lost'))).toEqual([]);
  });

  it('goes on when the database is away for a while, and says so', async () => {
    const a = replica('a');
    const beat = jest.spyOn(a.store, 'heartbeat');
    beat.mockRejectedValueOnce(new Error('the database is away'));
    await a.keeper.start();
    expect(a.works.size).toBe(0);
    expect(a.logger.warn).toHaveBeenCalledWith(
      'The leases could not be looked at: Error',
    );
    await a.clock.advance(6_000);
    await a.keeper.look();
    expect(a.works.size).toBe(IDS.length);
    beat.mockRejectedValueOnce(new Error('the database is away'));
    await expect(a.keeper.look()).rejects.toThrow('away');
    expect(a.works.size).toBe(IDS.length);
  });

  it('does not go by the clocks of replicas', async () => {
    const early = replica('a', new ManualClock());
    const late = replica('b', new ManualClock());
    await early.clock.advance(3_600_000);
    await early.keeper.start();
    await late.keeper.start();
    await look(early, late);
    await expectShared(early, late);
    const before = await standing();
    await late.clock.advance(7_200_000);
    await look(early, late);
    expect(await standing()).toEqual(before);
  });

  it('moves nothing for a replica that comes and goes without taking anything', async () => {
    const [a, b] = [replica('a'), replica('b')];
    await a.keeper.start();
    for (let turn = 0; turn < 3; turn += 1) {
      await b.store.heartbeat();
      await b.store.leave();
      await look(a);
    }
    expect(a.end).not.toHaveBeenCalled();
    await expectShared(a);
  });

  it('lets one of two who claim the same get it', async () => {
    const [a, b] = [replica('a'), replica('b')];
    await a.store.heartbeat();
    await b.store.heartbeat();
    const { leases } = await a.store.read();
    const [one, other] = await Promise.all([
      a.store.claim(leases),
      b.store.claim(leases),
    ]);
    expect(one.length + other.length).toBe(IDS.length);
    const both = [...one, ...other];
    expect(both.map(({ fence }) => fence)).toEqual(IDS.map(() => 1));
    expect(both.map(({ clusterId }) => clusterId).sort()).toEqual(
      [...IDS].sort(),
    );
    // As they were before somebody claimed: too late.
    expect(await b.store.claim(leases)).toEqual(other);
    expect([...(await standing()).values()].map(({ fence }) => fence)).toEqual(
      IDS.map(() => 1),
    );
  });

  it('takes up what a claim got whose answer did not arrive, and what it forgot by mistake', async () => {
    const a = replica('a');
    const claim = a.store.claim.bind(a.store);
    jest.spyOn(a.store, 'claim').mockImplementationOnce(async leases => {
      await claim(leases);
      throw new Error('connection lost');
    });
    await a.keeper.start();
    expect(a.works.size).toBe(0);
    await a.keeper.look();
    expect(a.works.size).toBe(IDS.length);
    a.keeper.forget({ clusterId: 'c1', fence: 1 });
    a.keeper.forget({ clusterId: 'c2', fence: 0 });
    expect(a.keeper.leaseOf('c1')).toBeUndefined();
    expect(a.keeper.leaseOf('c2')).toBeDefined();
    a.events.length = 0;
    await a.keeper.look();
    expect(a.events).toEqual(['acquired c1']);
  });

  it('drops a cluster that was deleted', async () => {
    const a = replica('a');
    await a.keeper.start();
    await knex('clusters').where({ id: 'c5' }).delete();
    await a.keeper.look();
    expect(a.events).toContain('lost c5');
    expect(a.works.has('c5')).toBe(false);
  });

  it('forgets replicas that are dead for long', async () => {
    const [a, b] = [replica('a'), replica('b')];
    await b.store.heartbeat();
    await pass(2 * 3_600_000);
    await a.keeper.start();
    expect(await knex('replicas').pluck('id')).toEqual(['a']);
  });

  it('says that the leases could not be given back', async () => {
    const a = replica('a');
    await a.keeper.start();
    await a.keeper.halt();
    jest.spyOn(a.store, 'leave').mockRejectedValueOnce(new TypeError('no'));
    await a.keeper.leave();
    expect(a.logger.warn).toHaveBeenCalledWith(
      'The leases could not be given back, and end by themselves: TypeError',
    );
  });
});
