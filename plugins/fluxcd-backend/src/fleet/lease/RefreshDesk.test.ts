import { TestDatabases } from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import { insertCluster } from '../../__testUtils__/fleetRows';
import { ManualClock } from '../../__testUtils__/ManualClock';
import { applyMigrations } from '../../database/applyMigrations';
import { KubernetesError } from '../../kubernetes/KubernetesError';
import type { Lease } from './Lease';
import { RefreshDesk } from './RefreshDesk';
import { RefreshStore } from './RefreshStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

describe.each(databases.eachSupportedId())('RefreshDesk on %s', id => {
  let knex: Knex;

  beforeAll(async () => {
    knex = await databases.init(id);
    await applyMigrations({ getClient: async () => knex });
  });

  beforeEach(async () => {
    await knex('clusters').delete();
    await insertCluster(knex, 'c1');
    await knex('cluster_leases').update({ holder: 'holder', fence: 3 });
  });

  function setup() {
    const clock = new ManualClock();
    const store = new RefreshStore({ knex });
    const read = jest.fn(async (_: string) => {});
    const onError = jest.fn();
    let lease: Lease | undefined = { clusterId: 'c1', fence: 3 };
    const leaseOf = () => lease;
    const desk = (replicaId: string) =>
      new RefreshDesk({ store, replicaId, clock, leaseOf, read, onError });
    const holder = desk('holder');
    const asker = desk('asker');
    const end = new AbortController();
    /** Asks, and looks at the desk of the holder until there is an answer. */
    const ask = async () => {
      const onAsked = jest.fn();
      const { signal } = end;
      let settled = false;
      const asked = asker
        .ask('c1', { signal, onAsked })
        .finally(() => (settled = true));
      asked.catch(() => {});
      while (!onAsked.mock.calls.length) await clock.settle();
      return { asked, isSettled: () => settled };
    };
    const answer = async (isSettled: () => boolean) => {
      while (!isSettled()) {
        await holder.look();
        await clock.advance(500);
      }
      await holder.settled();
    };
    const lose = () => {
      lease = undefined;
    };
    return {
      clock,
      store,
      read,
      onError,
      holder,
      asker,
      end,
      ask,
      answer,
      lose,
    };
  }

  it('has the holder read a cluster once for all who asked before it looked', async () => {
    const { read, ask, answer } = setup();
    const one = await ask();
    const other = await ask();
    await answer(() => one.isSettled() && other.isSettled());
    await expect(one.asked).resolves.toBeUndefined();
    await expect(other.asked).resolves.toBeUndefined();
    expect(read.mock.calls).toEqual([['c1']]);
  });

  it('has it read again for who asks while it is being read', async () => {
    const { clock, read, holder, ask, answer } = setup();
    let end = () => {};
    read.mockReturnValueOnce(
      new Promise(resolve => {
        end = resolve;
      }),
    );
    const one = await ask();
    await holder.look();
    const other = await ask();
    await holder.look();
    expect(read).toHaveBeenCalledTimes(1);
    end();
    await holder.settled();
    await clock.advance(500);
    expect(other.isSettled()).toBe(false);
    await answer(() => one.isSettled() && other.isSettled());
    expect(read).toHaveBeenCalledTimes(2);
  });

  it.each([
    [
      new KubernetesError('no route', { reason: 'unreachable', status: 502 }),
      { name: 'KubernetesError', reason: 'unreachable', status: 502 },
      'no route',
    ],
    [
      new ConflictError('It is stopped'),
      { name: 'ConflictError' },
      'It is stopped',
    ],
    [
      new TypeError('connect https://user:secret@c1'),
      { name: 'Error' },
      'The cluster could not be read',
    ],
  ])('says why it failed: %s', async (failure, shape, message) => {
    const { read, ask, answer } = setup();
    read.mockRejectedValueOnce(failure);
    const one = await ask();
    await answer(one.isSettled);
    await expect(one.asked).rejects.toMatchObject(shape);
    await expect(one.asked).rejects.toThrow(message);
    // The next one is told of its own reading, not of that one.
    const next = await ask();
    await answer(next.isSettled);
    await expect(next.asked).resolves.toBeUndefined();
  });

  it('leaves the answer to the next holder when the lease went while it read', async () => {
    const { clock, store, read, holder, ask, lose } = setup();
    read.mockImplementationOnce(async () => lose());
    const { isSettled } = await ask();
    await holder.look();
    await holder.settled();
    await clock.advance(1_000);
    expect(isSettled()).toBe(false);
    expect(await store.asked('holder')).toEqual([
      { clusterId: 'c1', number: 1 },
    ]);
    // Nor does the database take an answer under an old fence.
    await store.answer({ clusterId: 'c1', fence: 2 }, { number: 1 });
    expect(await store.answered('c1')).toEqual({ number: 0 });
  });

  it('gives up when it takes too long, and when the cluster goes', async () => {
    const { clock, asker, end, ask } = setup();
    const late = await ask();
    end.abort();
    await expect(late.asked).rejects.toMatchObject({
      name: 'KubernetesError',
      reason: 'timeout',
    });
    const { signal } = new AbortController();
    const onAsked = jest.fn();
    const asked = asker.ask('c1', { signal, onAsked });
    asked.catch(() => {});
    while (!onAsked.mock.calls.length) await clock.settle();
    await knex('clusters').delete();
    const ticking = (async () => {
      for (let i = 0; i < 20; i += 1) await clock.advance(500);
    })();
    await expect(asked).rejects.toMatchObject({ name: 'NotFoundError' });
    await ticking;
    await expect(asker.ask('c1', { signal, onAsked })).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    expect(onAsked).toHaveBeenCalledTimes(1);
  });
});
