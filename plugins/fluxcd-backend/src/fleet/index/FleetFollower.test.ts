import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { insertCluster, resourceRow } from '../../__testUtils__/fleetRows';
import { ManualClock } from '../../__testUtils__/ManualClock';
import { waitUntil } from '../../__testUtils__/waitUntil';
import { applyMigrations } from '../../database/applyMigrations';
import type { ResourceRow } from '../../database/ResourceRow';
import { commitChanges } from '../commitChanges';
import { FleetFollower } from './FleetFollower';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const NOW = '2026-11-20T12:00:00.000Z';

describe.each(databases.eachSupportedId())('FleetFollower, %s', databaseId => {
  let knex: Knex;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await applyMigrations({ getClient: async () => knex });
  });

  beforeEach(async () => {
    await knex('clusters').delete();
    await insertCluster(knex, 'c1');
    await insertCluster(knex, 'c2');
  });

  const keyOf = (clusterId: string) => ({
    clusterId,
    group: 'kustomize.toolkit.fluxcd.io',
    kind: 'Kustomization',
    fence: 0,
  });
  const row = (clusterId: string, name: string, message = 'as it was') =>
    resourceRow({ cluster_id: clusterId, name, message });
  const commit = async (
    clusterId: string,
    upserts: ResourceRow[],
    deletes: string[] = [],
  ) => {
    const [change] = await commitChanges(
      knex,
      [{ key: keyOf(clusterId), upserts, deletes }],
      NOW,
    );
    return change;
  };
  const setup = (given: { knex?: Knex } = {}) => {
    const logger = mockServices.logger.mock();
    const clock = new ManualClock();
    const read: string[] = [];
    const follower = new FleetFollower({ knex, logger, clock, ...given });
    follower.onRead(clusterId => read.push(clusterId));
    const rows = async () => {
      const { index, clusters } = await follower.view();
      return index
        .query({ sort: 'name', order: 'asc', limit: 500 }, clusters)
        .rows.map(r => `${r.cluster_id}/${r.name}: ${r.message}`);
    };
    return { follower, logger, clock, read, rows };
  };
  const stored = async () =>
    (await knex('resources').orderBy(['name', 'id'])).map(
      r => `${r.cluster_id}/${r.name}: ${r.message}`,
    );

  it('loads what there is, and then only what changes', async () => {
    await commit('c1', [row('c1', 'api'), row('c1', 'web')]);
    const { follower, read, rows } = setup();
    await follower.poll();
    expect(await rows()).toEqual(['c1/api: as it was', 'c1/web: as it was']);
    expect(read).toEqual([]);

    await commit('c1', [row('c1', 'web', 'changed')], [row('c1', 'api').id]);
    await commit('c2', [row('c2', 'db')]);
    const statements: string[] = [];
    const listen = ({ sql }: { sql: string }) => statements.push(sql);
    knex.on('query', listen);
    await follower.poll();
    expect(await rows()).toEqual(['c2/db: as it was', 'c1/web: changed']);
    expect(statements).toHaveLength(3);
    expect(read).toEqual(['c1', 'c2']);
    await follower.poll();
    // Nothing has changed: the change numbers say so.
    expect(statements).toHaveLength(4);
    knex.off('query', listen);
  });

  it('is where the database is, whatever was committed between two looks', async () => {
    const two = [setup(), setup()];
    for (let turn = 0; turn < 30; turn += 1) {
      for (const clusterId of ['c1', 'c2']) {
        const name = (n: number) => `r${(turn * 7 + n * 5) % 11}`;
        await commit(
          clusterId,
          [1, 2, 3].map(n => row(clusterId, name(n), `turn ${turn}`)),
          turn % 3 ? [row(clusterId, name(4)).id] : [],
        );
      }
      // The second one misses most of it.
      await two[0].follower.poll();
      if (turn % 9 === 8) await two[1].follower.poll();
      expect(await two[0].rows()).toEqual(await stored());
    }
    await two[1].follower.poll();
    expect(await two[1].rows()).toEqual(await stored());
  });

  it('reads more than a page of rows that changed together', async () => {
    const { follower, rows } = setup();
    await follower.poll();
    for (const message of ['first', 'second']) {
      await commit(
        'c1',
        Array.from({ length: 1_200 }, (_, i) => row('c1', `r${i}`, message)),
      );
      await follower.poll();
      const { index } = await follower.view();
      expect(index.size).toBe(1_200);
      expect(new Set((await rows()).map(r => r.split(': ')[1]))).toEqual(
        new Set([message]),
      );
    }
  });

  it('takes over its own commits without reading them, and reads when it has missed one', async () => {
    const { follower, rows } = setup();
    await follower.poll();
    const first = await commit('c1', [row('c1', 'a'), row('c1', 'b')]);
    const second = await commit('c1', [], [row('c1', 'b').id]);
    // Once more changes nothing.
    await Promise.all([first, second, first].map(one => follower.apply(one)));
    expect(await rows()).toEqual(['c1/a: as it was']);

    await commit('c1', [row('c1', 'missed')]);
    await follower.apply(await commit('c1', [row('c1', 'last')]));
    await follower.poll();
    expect(await rows()).toEqual(await stored());
  });

  it('takes over a big commit of its own a little at a time, and reads it if that fails halfway', async () => {
    const { follower, rows } = setup();
    await follower.poll();
    const { index } = await follower.view();
    const many = (message: string) =>
      Array.from({ length: 1_500 }, (_, i) => row('c1', `r${i}`, message));
    const first = follower.apply(await commit('c1', many('first')));
    expect(index.size).toBeLessThan(1_500);
    // Also while that goes on: the next one waits for it, and what a poll reads for both.
    const second = follower.apply(await commit('c1', [row('c1', 'r0', 'new')]));
    await follower.poll();
    await Promise.all([first, second]);
    expect(await rows()).toEqual((await stored()).slice(0, 500));

    const third = await commit('c1', many('third'));
    const upserted = [...third.upserted];
    upserted[700] = { ...upserted[700], id: 'not an id' };
    const statements: string[] = [];
    const listen = ({ sql }: { sql: string }) => statements.push(sql);
    await follower.apply({ ...third, upserted });
    knex.on('query', listen);
    await follower.poll();
    knex.off('query', listen);
    expect(statements.join()).toContain('resource_tombstones');
    expect(await rows()).toEqual((await stored()).slice(0, 500));
    expect(index.size).toBe(1_500);
  });

  it('reads clusters of any size together, and each to its end', async () => {
    const sizes = { c1: 1_203, c2: 40, c3: 0, c4: 250 };
    for (const [id, size] of Object.entries(sizes)) {
      if (id > 'c2') await insertCluster(knex, id);
      for (let start = 0; start < size; start += 100) {
        const some = Array.from(
          { length: Math.min(100, size - start) },
          (_, i) => row(id, `r${start + i}`),
        );
        await commit(id, some);
      }
    }
    const { follower } = setup();
    await follower.poll();
    expect((await follower.view()).index.size).toBe(1_203 + 40 + 250);
  });

  it('does not let an older reading win over what it committed meanwhile', async () => {
    await commit('c1', [row('c1', 'a')]);
    let meanwhile = async () => {};
    // As soon as the rows are read, and before they are taken over.
    const slow = new Proxy(knex, {
      get(target, name, receiver) {
        if (name !== 'select') return Reflect.get(target, name, receiver);
        return () => {
          const query = target.select();
          const timeout = query.timeout.bind(query);
          query.timeout = (async (ms: number) => {
            const found = await timeout(ms);
            await meanwhile();
            return found;
          }) as unknown as typeof query.timeout;
          return query;
        };
      },
    });
    const { follower, rows } = setup({ knex: slow });
    meanwhile = async () => {
      meanwhile = async () => {};
      await follower.apply(await commit('c1', [row('c1', 'a', 'newer')]));
      await follower.apply(await commit('c1', [row('c1', 'new')]));
    };
    await follower.poll();
    expect(await rows()).toEqual(['c1/a: newer', 'c1/new: as it was']);
  });

  it('reads a cluster anew when deletions were forgotten that it has not seen', async () => {
    const { follower, rows } = setup();
    await commit('c1', [row('c1', 'gone'), row('c1', 'stays')]);
    await commit('c2', [row('c2', 'other')]);
    await follower.poll();
    await commit('c1', [], [row('c1', 'gone').id]);
    await knex('resource_tombstones').delete();
    await knex('cluster_leases')
      .where({ cluster_id: 'c1' })
      .update({ tombstones_from: 2 });
    await follower.poll();
    expect(await rows()).toEqual([
      'c2/other: as it was',
      'c1/stays: as it was',
    ]);
  });

  it('follows clusters that are deleted and made', async () => {
    const { follower, rows } = setup();
    await commit('c1', [row('c1', 'a')]);
    await commit('c2', [row('c2', 'b')]);
    await follower.poll();
    await knex('clusters').where({ id: 'c1' }).delete();
    await insertCluster(knex, 'c3');
    await commit('c3', [row('c3', 'c')]);
    await follower.poll();
    const { index, clusters, health } = await follower.view();
    expect(await rows()).toEqual(['c2/b: as it was', 'c3/c: as it was']);
    expect(index.size).toBe(2);
    expect([...clusters.byId.keys()]).toEqual(['c2', 'c3']);
    expect(health.get('c3')?.connection.state).toBe('connecting');
  });

  it('starts over with a cluster whose numbers went back, as after a restored backup', async () => {
    const { follower, rows } = setup();
    await commit('c1', [row('c1', 'a', 'before')]);
    await commit('c1', [row('c1', 'a', 'lost'), row('c1', 'lost')]);
    await follower.poll();
    await knex('resources').where({ name: 'lost' }).delete();
    await knex('resources').update({ message: 'before', change_number: 1 });
    await knex('cluster_leases')
      .where({ cluster_id: 'c1' })
      .update({ change_number: 1 });
    await follower.poll();
    expect(await rows()).toEqual(['c1/a: before']);
  });

  it('answers from memory while the database fails, says so once, and goes on where it was', async () => {
    let isWell = true;
    const ill = new Proxy(knex, {
      apply: (target, self, given) => {
        if (!isWell) throw Object.assign(new Error('no'), { code: 'GONE' });
        return Reflect.apply(target as Function, self, given);
      },
    });
    const { follower, rows, logger } = setup({ knex: ill });
    await commit('c1', [row('c1', 'a')]);
    await follower.poll();
    isWell = false;
    await commit('c1', [row('c1', 'b')]);
    follower.wake();
    await follower.poll();
    await follower.poll();
    expect(await rows()).toEqual(['c1/a: as it was']);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(expect.stringContaining('GONE'));
    isWell = true;
    await follower.poll();
    expect(await rows()).toEqual(['c1/a: as it was', 'c1/b: as it was']);
  });

  it('says that it is still being loaded rather than that there is nothing', async () => {
    const { follower, clock } = setup();
    const refusal = follower.view().catch(error => error);
    await clock.advance(5_000);
    expect(await refusal).toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('still being loaded'),
    });

    // Who asks while it is loaded waits for it.
    const patient = follower.view();
    await follower.poll();
    expect((await patient).clusters.byId.size).toBe(2);
  });

  it('looks every second, and at once when this replica did something', async () => {
    const { follower, clock, rows } = setup();
    follower.start();
    await follower.view();
    await commit('c1', [row('c1', 'polled')]);
    await waitUntil(async () => {
      await clock.advance(1_000);
      expect(await rows()).toEqual(['c1/polled: as it was']);
    });
    await commit('c1', [row('c1', 'woken')]);
    follower.wake();
    expect((await rows()).join()).toContain('woken');
    await follower.stop();
  });

  if (databaseId === 'POSTGRES_15') {
    it('hears of a commit, also when its connection was cut before', async () => {
      const { follower, clock, rows } = setup();
      follower.start();
      await follower.view();
      const listeners = async () => {
        const { rows: found } = await knex.raw(
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
        );
        return found as Array<{ pid: number }>;
      };
      const areListening = (count: number) =>
        waitUntil(async () => {
          expect(await listeners()).toHaveLength(count);
        });
      await areListening(1);
      const [{ pid }] = await listeners();
      await knex.raw('SELECT pg_terminate_backend(?)', [pid]);
      await waitUntil(async () => {
        expect((await listeners()).map(l => l.pid)).not.toContain(pid);
      });
      await areListening(1);

      await clock.settle();
      await commit('c1', [row('c1', 'heard')]);
      await waitUntil(async () => {
        // In all far less than the second after which it would look anyway.
        await clock.advance(20);
        expect(await rows()).toEqual(['c1/heard: as it was']);
      });
      await follower.stop();
      await areListening(0);
    });
  }
});
