import { Socket } from 'node:net';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { isUnavailable } from './isUnavailable';
import { limitSilence } from './limitSilence';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });

describe.each(databases.eachSupportedId())('limitSilence on %s', id => {
  let knex: Knex;
  const pidOf = async (from: Knex) =>
    (await from.raw('SELECT pg_backend_pid() AS pid')).rows[0].pid;

  beforeEach(async () => {
    knex = await databases.init(id);
    // Half a minute is long for a test.
    const setTimeout = Socket.prototype.setTimeout;
    jest
      .spyOn(Socket.prototype, 'setTimeout')
      .mockImplementation(function scaled(this: Socket, ms, ...rest) {
        return setTimeout.call(this, ms === 30_000 ? 300 : ms, ...rest);
      });
    await knex.schema.createTable('things', table => table.integer('id'));
    limitSilence(knex);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('ends a connection that is silent, and with it the transaction: the next one begins anew', async () => {
    const failure = await knex
      .transaction(async tx => {
        await tx('things').insert({ id: 1 });
        await tx.raw('SELECT pg_sleep(3)');
      })
      .catch(error => error);
    expect(isUnavailable(failure)).toBe(true);
    expect(await knex('things')).toEqual([]);
    await knex.transaction(async tx => {
      await tx('things').insert({ id: 2 });
    });
    expect(await knex('things')).toEqual([{ id: 2 }]);
  });

  it('leaves a connection alone that is asked nothing, and limits it again afterwards', async () => {
    const pid = await pidOf(knex);
    await new Promise(resolve => setTimeout(resolve, 900));
    expect(await pidOf(knex)).toBe(pid);
    await expect(knex.raw('SELECT pg_sleep(3)')).rejects.toThrow();
    expect(await pidOf(knex)).not.toBe(pid);
  });

  it('limits the time to connect, unless the operator does', () => {
    expect(knex.client.connectionSettings.connectionTimeoutMillis).toBe(10_000);
    knex.client.connectionSettings.connectionTimeoutMillis = 5_000;
    limitSilence(knex);
    expect(knex.client.connectionSettings.connectionTimeoutMillis).toBe(5_000);
  });
});
