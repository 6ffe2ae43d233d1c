import { TestDatabases } from '@backstage/backend-test-utils';
import { databaseTime } from './databaseTime';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

describe.each(databases.eachSupportedId())('databaseTime on %s', id => {
  it('is the time, in whole milliseconds, in any time zone', async () => {
    const knex = await databases.init(id);
    const zone = new Map([
      ['POSTGRES_15', `SET TIME ZONE 'America/St_Johns'`],
      ['MYSQL_8', `SET time_zone = '-03:30'`],
    ]).get(id);
    await knex.transaction(async tx => {
      if (zone) await tx.raw(zone);
      const before = Date.now();
      const { now } = await tx
        .select(tx.raw(`${databaseTime(knex)} as now`))
        .first();
      expect(Number.isInteger(Number(now))).toBe(true);
      // The databases of the tests run on this machine.
      expect(Number(now)).toBeGreaterThanOrEqual(before - 2);
      expect(Number(now)).toBeLessThanOrEqual(Date.now() + 2);
    });
  });
});
