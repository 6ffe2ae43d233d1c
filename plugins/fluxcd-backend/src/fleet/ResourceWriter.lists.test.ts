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
      await before.stream.replace(
        [{ items: [row('a'), row('b')], resourceVersion: '10' }],
        never,
      );
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
        [
          {
            items: Array.from({ length: 501 }, (_, i) => row(`n${i}`)),
            resourceVersion: '20',
          },
        ],
        dying.signal,
      );

      expect(await names()).toEqual(expect.arrayContaining(['a', 'b', 'n0']));
      const after = await kindRow();
      expect(after.resource_version).toBeNull();
      // When it was complete for the last time.
      expect(after.synced_at).toBe(synced_at);
      expect(stream.resourceVersion).toBeUndefined();
    });

    it('has the rows of a page before the next one is asked for, and knows only after the last what has vanished', async () => {
      const { stream } = setup();
      await stream.replace(
        [{ items: [row('a'), row('gone')], resourceVersion: '10' }],
        never,
      );
      const seen: string[][] = [];
      async function* pages() {
        yield { items: [row('a')], resourceVersion: '20', next: 'more' };
        seen.push(await names());
        yield { items: [row('b')], resourceVersion: '20' };
        seen.push(await names());
      }
      await stream.replace(pages(), never);
      expect(seen).toEqual([
        ['a', 'gone'],
        ['a', 'b', 'gone'],
      ]);
      expect(await names()).toEqual(['a', 'b']);
      expect(await kindRow()).toMatchObject({ resource_version: '20' });
    });

    it('deletes nothing and has nothing to continue when a page fails', async () => {
      const { stream } = setup();
      await stream.replace(
        [{ items: [row('a'), row('b')], resourceVersion: '10' }],
        never,
      );
      async function* pages() {
        yield { items: [row('a')], resourceVersion: '20', next: 'more' };
        throw new Error('expired');
      }
      await expect(stream.replace(pages(), never)).rejects.toThrow('expired');
      expect(await names()).toEqual(['a', 'b']);
      expect((await kindRow()).resource_version).toBeNull();
      expect(stream.resourceVersion).toBeUndefined();
    });

    it.each([
      ['between pages', [{ items: [], resourceVersion: '20' }]],
      ['after the last page', []],
    ])('deletes nothing when it is stopped %s', async (_, rest) => {
      const { stream } = setup();
      await stream.replace(
        [{ items: [row('a'), row('b')], resourceVersion: '10' }],
        never,
      );
      const stop = new AbortController();
      async function* pages() {
        yield { items: [row('a')], resourceVersion: '20', next: 'more' };
        stop.abort();
        yield* rest;
      }
      await stream.replace(pages(), stop.signal);
      expect(await names()).toEqual(['a', 'b']);
    });

    it('writes what a watch brought before the list began only when no page has come yet', async () => {
      const { stream, clock } = setup();
      const old = row('a', { message: 'old' });
      async function* pages() {
        stream.upsert(old, '9');
        yield {
          items: [row('a', { message: 'new', row_digest: 'new' })],
          resourceVersion: '20',
        };
      }
      await stream.replace(pages(), never);
      await clock.advance(1_000);
      expect(await given.knex('resources').pluck('message')).toEqual(['new']);
    });
  },
);
