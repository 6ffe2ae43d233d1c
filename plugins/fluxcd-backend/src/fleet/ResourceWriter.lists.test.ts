import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { setupWriter } from '../__testUtils__/setupWriter';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

describe.each(databases.eachSupportedId())(
  'ResourceWriter, when a list is broken off, on %s',
  id => {
    const given = setupWriter(databases, id);
    const { row, setup, never, names, kindRow } = given;

    it('leaves nothing to continue: its first rows are newer than the version before', async () => {
      const before = setup();
      await before.stream.replace([row('a'), row('b')], '10', never);
      const { synced_at } = await kindRow();
      expect(await kindRow()).toMatchObject({ resource_version: '10' });

      // As after a kill: the first transaction is the last one.
      const dying = new AbortController();
      let transactions = 0;
      const knex = new Proxy(given.knex, {
        get(target, name, receiver) {
          if (name !== 'transaction')
            return Reflect.get(target, name, receiver);
          return async (work: (tx: Knex.Transaction) => Promise<unknown>) => {
            transactions += 1;
            if (transactions > 1) {
              dying.abort();
              throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
            }
            return target.transaction(work);
          };
        },
      });
      const { stream, clock } = setup({ knex });
      await clock.advance(60_000);
      await stream.replace(
        Array.from({ length: 501 }, (_, i) => row(`n${i}`)),
        '20',
        dying.signal,
      );

      expect(await names()).toEqual(expect.arrayContaining(['a', 'b', 'n0']));
      const after = await kindRow();
      expect(after.resource_version).toBeNull();
      // When it was complete for the last time.
      expect(after.synced_at).toBe(synced_at);
      expect(stream.resourceVersion).toBeUndefined();
    });
  },
);
