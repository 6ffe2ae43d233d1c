import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { insertCluster } from '../__testUtils__/fleetRows';
import { applyMigrations } from '../database/applyMigrations';
import { ConnectionTimeline } from './ConnectionTimeline';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

describe.each(databases.eachSupportedId())('ConnectionTimeline on %s', id => {
  let knex: Knex;
  let timeline: ConnectionTimeline;
  const at = (second: number) =>
    new Date(Date.UTC(2026, 10, 20, 12, 0, second)).toISOString();

  beforeAll(async () => {
    knex = await databases.init(id);
    await applyMigrations({ getClient: async () => knex });
    timeline = new ConnectionTimeline({ knex });
  });

  beforeEach(async () => {
    await knex('clusters').delete();
    await insertCluster(knex, 'c1');
    await insertCluster(knex, 'c2');
  });

  it('keeps what changed, newest first, and no start of the portal', async () => {
    const lost = {
      state: 'disconnected',
      reason: 'dns',
      message: 'No such name 🚀',
    } as const;
    await timeline.record('c1', { state: 'connecting' }, at(0));
    await timeline.record('c1', { state: 'connected' }, at(1));
    await timeline.record('c1', { state: 'connected' }, at(2));
    await timeline.record('c1', lost, at(3));
    await timeline.record('c1', { ...lost, message: 'Still not' }, at(4));
    await timeline.record('c1', { ...lost, reason: 'tls' }, at(5));
    await timeline.record('c2', { state: 'connected' }, at(6));
    expect(await timeline.list('c1')).toEqual([
      { ...lost, reason: 'tls', at: at(5) },
      { ...lost, at: at(3) },
      { state: 'connected', at: at(1) },
    ]);
  });

  it('keeps the last hundred of a cluster and leaves those of others alone', async () => {
    await timeline.record('c2', { state: 'connected' }, at(0));
    for (let i = 0; i < 103; i += 1) {
      const state = i % 2 ? 'connected' : 'disconnected';
      await timeline.record('c1', { state }, at(i));
    }
    const events = await timeline.list('c1');
    expect(events).toHaveLength(100);
    expect([events[0].at, events[99].at]).toEqual([at(102), at(3)]);
    expect(
      Number((await knex('cluster_connection_events').count({ n: '*' }))[0].n),
    ).toBe(101);
  });

  it('forgets a cluster that goes, and takes nothing of one that is gone', async () => {
    await timeline.record('c1', { state: 'connected' }, at(0));
    await knex('clusters').where({ id: 'c1' }).delete();
    await timeline.record('c1', { state: 'degraded' }, at(1));
    expect(await knex('cluster_connection_events')).toEqual([]);
  });
});
