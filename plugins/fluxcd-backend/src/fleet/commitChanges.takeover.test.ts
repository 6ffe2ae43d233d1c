import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { setupWriter } from '../__testUtils__/setupWriter';
import { commitChanges } from './commitChanges';

jest.setTimeout(120_000);

// SQLite serves one connection at a time: there is no other one to take anything over in between.
const databases = TestDatabases.create({ ids: ['POSTGRES_15', 'MYSQL_8'] });
const NOW = '2026-11-20T12:00:00.000Z';

/** A promise, and what settles it. */
function latch() {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open, opened };
}

/** Whether it settles within a while that a database would never need if nothing were in its way. */
async function isWaiting(work: Promise<unknown>): Promise<boolean> {
  let waiting = true;
  const done = () => {
    waiting = false;
  };
  work.then(done, done);
  await new Promise(resolve => setTimeout(resolve, 100));
  return waiting;
}

describe.each(databases.eachSupportedId())(
  'a takeover while a holder writes, on %s',
  id => {
    const given = setupWriter(databases, id);
    const { KEY, row } = given;

    const write = (knex: Knex) =>
      commitChanges(
        knex,
        [{ key: KEY, upserts: [row('a')], deletes: [], resourceVersion: '9' }],
        NOW,
      );
    const takeOver = (knex: Knex) =>
      knex('cluster_leases')
        .where({ cluster_id: 'c1' })
        .update({ fence: 1, holder: 'other' });

    it('that comes first makes the write wait, and then refuses it', async () => {
      const [took, commit] = [latch(), latch()];
      const takeover = given.knex.transaction(async tx => {
        await takeOver(tx);
        took.open();
        await commit.opened;
      });
      await took.opened;
      const writing = write(given.knex);
      expect(await isWaiting(writing)).toBe(true);
      commit.open();
      await takeover;
      await expect(writing).rejects.toMatchObject({ name: 'LeaseLostError' });
      expect(await given.names()).toEqual([]);
      expect((await given.kindRow()).resource_version).toBeNull();
    });

    it('that comes during a write waits until it is committed, at whatever moment', async () => {
      /** The statements of a write, counted so that each of them is the moment once. */
      let statements = 1;
      for (let moment = 1; moment <= statements; moment += 1) {
        await given.knex('resources').delete();
        await given.knex('cluster_leases').update({ fence: 0 });
        const [reached, goOn] = [latch(), latch()];
        let count = 0;
        const paused = new Proxy(given.knex, {
          get(target, name, receiver) {
            if (name !== 'transaction') {
              return Reflect.get(target, name, receiver);
            }
            return (work: (tx: Knex.Transaction) => Promise<unknown>) =>
              target.transaction(tx =>
                work(
                  pauseAfter(tx, async () => {
                    count += 1;
                    if (count !== moment) return;
                    reached.open();
                    await goOn.opened;
                  }),
                ),
              );
          },
        });
        const writing = write(paused);
        await reached.opened;
        const taking = takeOver(given.knex).then(async () => given.names());
        expect([moment, await isWaiting(taking)]).toEqual([moment, true]);
        goOn.open();
        await expect(writing).resolves.toMatchObject([{ clusterId: 'c1' }]);
        // Who took over starts from what was written.
        expect(await taking).toEqual(['a']);
        statements = count;
      }
      expect(statements).toBeGreaterThan(4);
    });
  },
);

/** The transaction, which does `then` after each of its statements, before its end. */
function pauseAfter(
  tx: Knex.Transaction,
  then: () => Promise<void>,
): Knex.Transaction {
  const { client } = tx;
  const { query } = client;
  client.query = async function paused(connection: unknown, what: unknown) {
    const result = await query.call(this, connection, what);
    const sql = typeof what === 'string' ? what : (what as { sql: string }).sql;
    if (!/^COMMIT/.test(sql)) await then();
    return result;
  };
  return tx;
}
