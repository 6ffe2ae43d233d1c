import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { setupWriter } from '../__testUtils__/setupWriter';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

describe.each(databases.eachSupportedId())(
  'ResourceWriter, when something is in its way, on %s',
  id => {
    const given = setupWriter(databases, id);
    const { KEY, row, setup, never, flush, names, kindRow } = given;

    it('loses one row that the database refuses, and no other', async () => {
      const { clock, logger, stream, writer } = setup();
      const other = writer.open({ ...KEY, clusterId: 'c2' });
      const poison = row('poison', {
        uid: undefined as unknown as string,
        status: { toString: 'no' } as never,
        created_at: null as never,
      });
      for (let i = 0; i < 300; i += 1) stream.upsert(row(`n${i}`), `${i}`);
      stream.upsert(poison, '300');
      other.upsert(row('a', { cluster_id: 'c2' }), '5');
      await flush(
        clock,
        () => stream.resourceVersion === '300' && other.resourceVersion === '5',
      );

      expect(await names()).toHaveLength(300);
      expect(await names('c2')).toEqual(['a']);
      expect(logger.error).toHaveBeenCalledTimes(1);
      expect(logger.error.mock.calls[0][0]).toContain('flux-system/poison');
    });

    it('keeps the other rows of a list that holds one refused row', async () => {
      const { stream } = setup();
      const poison = row('poison', { created_at: null as never });
      await stream.replace(
        [{ items: [row('a'), poison, row('b')], resourceVersion: '10' }],
        never,
      );
      expect(await names()).toEqual(['a', 'b']);
      expect(stream.resourceVersion).toBe('10');
    });

    it('writes nothing of a cluster that was deleted meanwhile, and goes on with the others', async () => {
      const { clock, stream, writer, lost, logger } = setup();
      const other = writer.open({ ...KEY, clusterId: 'c2' });
      await stream.replace(
        [{ items: [row('a')], resourceVersion: '10' }],
        never,
      );
      await given.knex('clusters').where({ id: 'c1' }).delete();

      stream.upsert(row('late'), '11');
      other.upsert(row('a', { cluster_id: 'c2' }), '5');
      await flush(clock, () => other.resourceVersion === '5');
      expect(await names()).toEqual([]);
      expect(await names('c2')).toEqual(['a']);

      await stream.replace(
        [{ items: [row('later')], resourceVersion: '12' }],
        never,
      );
      expect(await names()).toEqual([]);
      expect(stream.closed).toBe(true);
      // Nobody took it over.
      expect(lost).toEqual([]);
      expect(logger.error).not.toHaveBeenCalled();
    });

    it('closes the streams of a lease that is lost, tells so once, and goes on with the others', async () => {
      const { clock, stream, writer, lost, changes, logger } = setup();
      const release = { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease' };
      const sibling = writer.open({ ...KEY, ...release });
      const successor = writer.open({ ...KEY, fence: 1 });
      const other = writer.open({ ...KEY, clusterId: 'c2' });
      await stream.replace(
        [{ items: [row('a')], resourceVersion: '10' }],
        never,
      );
      changes.length = 0;
      await given
        .knex('cluster_leases')
        .where({ cluster_id: 'c1' })
        .update({ fence: 1 });

      stream.upsert(row('late'), '11');
      other.upsert(row('a', { cluster_id: 'c2' }), '5');
      await flush(clock, () => other.resourceVersion === '5');
      expect(lost).toEqual(['c1 0']);
      expect([stream.closed, sibling.closed]).toEqual([true, true]);
      // The same replica may have taken it again.
      expect(successor.closed).toBe(false);
      expect(changes.map(change => change.clusterId)).toEqual(['c2']);
      expect(await names()).toEqual(['a']);

      sibling.upsert(row('h', release), '1');
      await sibling.replace(
        [{ items: [row('h', release)], resourceVersion: '2' }],
        never,
      );
      await clock.advance(1_000);
      expect(await names()).toEqual(['a']);
      expect(lost).toEqual(['c1 0']);
      expect((await kindRow()).resource_version).toBe('10');
      expect(logger.error).not.toHaveBeenCalled();
    });

    it('advances no version while the database fails, and makes up for everything when it is back', async () => {
      let failing = false;
      const flaky = new Proxy(given.knex, {
        get(target, name, receiver) {
          if (name !== 'transaction')
            return Reflect.get(target, name, receiver);
          return (work: (tx: Knex.Transaction) => Promise<unknown>) =>
            target.transaction(async tx => {
              const result = await work(tx);
              if (failing) {
                // After everything was written, before the commit.
                throw Object.assign(new Error('gone away'), {
                  code: 'ECONNRESET',
                });
              }
              return result;
            });
        },
      });
      const { clock, logger, stream } = setup({ knex: flaky });
      await stream.replace(
        [{ items: [row('a')], resourceVersion: '10' }],
        never,
      );
      failing = true;
      stream.upsert(row('b'), '11');
      stream.remove(row('a'), '12');
      await flush(clock, () => logger.warn.mock.calls.length > 1);
      expect(await names()).toEqual(['a']);
      expect(stream.resourceVersion).toBe('10');
      expect((await kindRow()).resource_version).toBe('10');

      // What arrives meanwhile waits for its turn.
      stream.upsert(row('c'), '13');
      failing = false;
      for (let i = 0; i < 40 && stream.resourceVersion !== '13'; i += 1) {
        await clock.advance(1_000);
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      expect(stream.resourceVersion).toBe('13');
      expect(await names()).toEqual(['b', 'c']);
    });

    it('never writes what is older than a list over that list', async () => {
      const { clock, stream } = setup();
      await stream.replace([{ items: [], resourceVersion: '1' }], never);
      // More than one transaction, of which the later come to their turn after the list was handed over.
      for (let i = 0; i < 1_600; i += 1) stream.upsert(row(`n${i}`), `${i}`);
      const advanced = clock.advance(250);
      await clock.settle();
      await stream.replace(
        [{ items: [row('only')], resourceVersion: '2000' }],
        never,
      );
      await advanced;
      await new Promise(resolve => setTimeout(resolve, 300));
      expect(await names()).toEqual(['only']);
      expect(stream.resourceVersion).toBe('2000');
    });

    it('writes what waits when it is stopped, and nothing afterwards', async () => {
      const { clock, stream, writer } = setup();
      stream.upsert(row('a'), '11');
      await writer.stop();
      expect(await names()).toEqual(['a']);
      expect(clock.pending).toBe(0);

      stream.upsert(row('b'), '12');
      await clock.advance(1_000);
      expect(await names()).toEqual(['a']);
    });

    it('writes no more of a list when its stream is closed', async () => {
      const { stream } = setup();
      const replacing = stream.replace(
        [{ items: [row('a'), row('b')], resourceVersion: '10' }],
        never,
      );
      stream.close();
      await replacing;
      expect(await names()).toEqual([]);
      expect((await kindRow()).resource_version).toBeNull();
    });

    it('writes nothing of a stream that was closed', async () => {
      const { clock, stream, writer } = setup();
      stream.upsert(row('a'), '11');
      stream.close();
      stream.upsert(row('b'), '12');
      // Nor does it gather what nobody will take.
      expect(stream.size).toBe(0);
      await clock.advance(1_000);
      await writer.stop();
      expect(await names()).toEqual([]);
    });
  },
);
