import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { insertCluster, resourceRow } from '../__testUtils__/fleetRows';
import { ManualClock } from '../__testUtils__/ManualClock';
import { applyMigrations } from '../database/applyMigrations';
import type { ResourceRow } from '../database/ResourceRow';
import { ConnectionStore } from './ConnectionStore';
import { ResourceWriter } from './ResourceWriter';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const KEY = {
  clusterId: 'c1',
  group: 'kustomize.toolkit.fluxcd.io',
  kind: 'Kustomization',
};
const row = (name: string, more: Partial<ResourceRow> = {}) =>
  resourceRow({ name, ...more });

describe.each(databases.eachSupportedId())('ResourceWriter on %s', id => {
  let knex: Knex;

  beforeAll(async () => {
    knex = await databases.init(id);
    await applyMigrations({ getClient: async () => knex });
  });

  beforeEach(async () => {
    await knex('clusters').delete();
    await insertCluster(knex, 'c1');
    await insertCluster(knex, 'c2');
    const connections = new ConnectionStore({ knex });
    for (const clusterId of ['c1', 'c2']) {
      await connections.saveKind(clusterId, {
        group: KEY.group,
        kind: KEY.kind,
        version: 'v1',
        state: 'pending',
      });
    }
  });

  function setup(options: { knex?: Knex } = {}) {
    const clock = new ManualClock();
    const logger = mockServices.logger.mock();
    const changed: string[] = [];
    const writer = new ResourceWriter({
      knex: options.knex ?? knex,
      logger,
      clock,
      onChange: clusterId => changed.push(clusterId),
    });
    return { clock, logger, changed, writer, stream: writer.open(KEY) };
  }

  const never = new AbortController().signal;

  /** Lets the collecting time pass and the transactions end. */
  async function flush(clock: ManualClock, until: () => boolean) {
    await clock.advance(250);
    // Transactions take time that no clock of ours knows.
    const deadline = Date.now() + 20_000;
    while (!until() && Date.now() < deadline) {
      await clock.advance(100);
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    expect(until()).toBe(true);
  }

  const names = async (clusterId = 'c1') =>
    (
      await knex('resources')
        .where({ cluster_id: clusterId })
        .orderBy('name')
        .select('name')
    ).map(r => r.name);
  const kindRow = async () =>
    (await knex('cluster_kinds').where({ cluster_id: 'c1' }))[0];

  it('writes a list, then what changes, then what is deleted', async () => {
    const { clock, changed, stream } = setup();
    await stream.replace([row('a'), row('b')], '10', never);
    expect(await names()).toEqual(['a', 'b']);
    expect(stream.resourceVersion).toBe('10');
    expect(await kindRow()).toMatchObject({
      resource_version: '10',
      synced_at: '2026-11-20T12:00:00.000Z',
      state: 'pending',
    });

    stream.upsert(row('c'), '11');
    stream.upsert(row('a', { status: 'failed', status_rank: 0 }), '12');
    stream.remove(row('b'), '13');
    expect(stream.resourceVersion).toBe('10');
    await flush(clock, () => stream.resourceVersion === '13');

    expect(await names()).toEqual(['a', 'c']);
    const [a] = await knex('resources').where({ name: 'a' });
    expect(a).toMatchObject({ status: 'failed', status_rank: 0 });
    expect((await kindRow()).resource_version).toBe('13');
    expect(changed).toContain('c1');
  });

  it('writes per object only the last of many changes', async () => {
    const { clock, changed, stream } = setup();
    for (let i = 0; i < 2_000; i += 1) {
      stream.upsert(row(`n${i % 3}`, { message: `change ${i}` }), `${i}`);
    }
    stream.upsert(row('gone'), '2000');
    stream.remove(row('gone'), '2001');
    expect(stream.size).toBe(4);
    await flush(clock, () => stream.resourceVersion === '2001');

    const rows = await knex('resources').orderBy('name');
    expect(rows.map(r => r.message)).toEqual([
      'change 1998',
      'change 1999',
      'change 1997',
    ]);
    expect(changed).toEqual(['c1']);
  });

  it('writes no row of which a reader would see no difference, but keeps the version', async () => {
    const { clock, changed, stream } = setup();
    const full = row('a', {
      stalled: true,
      message: 'Überschuß 🚀',
      attempted_revision: 'main@sha1:def',
      url: 'https://example.com/a',
      last_reconciled_at: '2026-11-20T12:00:00.000Z',
    });
    await stream.replace([full], '10', never);
    changed.length = 0;
    await clock.advance(60_000);
    stream.upsert({ ...full, resource_version: '11' }, '11');
    stream.bookmark('12');
    await flush(clock, () => stream.resourceVersion === '12');

    expect(changed).toEqual([]);
    const [stored] = await knex('resources');
    expect(stored.updated_at).toBe('2026-11-20T12:00:00.000Z');
    expect((await kindRow()).resource_version).toBe('12');
    // The list is current without a change.
    expect((await kindRow()).synced_at > stored.updated_at).toBe(true);
  });

  it.each([
    ['message by case', { message: 'applied revision: main@sha1:abc' }],
    ['message by a blank', { message: 'Applied revision: main@sha1:abc ' }],
    ['flag', { suspended: true }],
    ['value that goes', { reason: null }],
    ['uid', { uid: 'another' }],
    ['version', { version: 'v1beta2' }],
  ])('writes a row that differs by %s only', async (_, difference) => {
    const { clock, changed, stream } = setup();
    await stream.replace([row('a')], '10', never);
    changed.length = 0;
    stream.upsert(row('a', difference), '11');
    await flush(clock, () => stream.resourceVersion === '11');
    expect(changed).toEqual(['c1']);
    const [stored] = await knex('resources');
    for (const [column, value] of Object.entries(difference)) {
      expect(
        typeof value === 'boolean' ? Boolean(stored[column]) : stored[column],
      ).toBe(value);
    }
  });

  it('removes what has vanished from a list, only of that cluster and kind', async () => {
    const { writer, stream } = setup();
    const other = writer.open({ ...KEY, clusterId: 'c2' });
    const helm = { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease' };
    const release = writer.open({ clusterId: 'c1', ...helm });
    await stream.replace([row('a'), row('b')], '10', never);
    await other.replace([row('a', { cluster_id: 'c2' })], '1', never);
    await release.replace(
      [row('h', { api_group: helm.group, kind: helm.kind })],
      '1',
      never,
    );

    await stream.replace([row('b')], '20', never);
    expect(await names()).toEqual(['b', 'h']);
    expect(await names('c2')).toEqual(['a']);
  });

  it('takes 1,700 rows in batches, and takes them out again', async () => {
    const { stream } = setup();
    const many = Array.from({ length: 1_700 }, (_, i) => row(`n${i}`));
    await stream.replace(many, '10', never);
    expect(await names()).toHaveLength(1_700);
    await stream.replace([], '11', never);
    expect(await names()).toEqual([]);
  });

  it('takes 1,200 changes in one go and has all of them before the version', async () => {
    const { clock, stream } = setup();
    for (let i = 0; i < 1_200; i += 1) stream.upsert(row(`n${i}`), `${i}`);
    await flush(clock, () => stream.resourceVersion === '1199');
    expect(await names()).toHaveLength(1_200);
  });

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
    await stream.replace([row('a'), poison, row('b')], '10', never);
    expect(await names()).toEqual(['a', 'b']);
    expect(stream.resourceVersion).toBe('10');
  });

  it('writes nothing of a cluster that was deleted meanwhile, and goes on with the others', async () => {
    const { clock, stream, writer, logger } = setup();
    const other = writer.open({ ...KEY, clusterId: 'c2' });
    await stream.replace([row('a')], '10', never);
    await knex('clusters').where({ id: 'c1' }).delete();

    stream.upsert(row('late'), '11');
    other.upsert(row('a', { cluster_id: 'c2' }), '5');
    await flush(clock, () => other.resourceVersion === '5');
    expect(await names()).toEqual([]);
    expect(await names('c2')).toEqual(['a']);

    await stream.replace([row('later')], '12', never);
    expect(await names()).toEqual([]);
    expect(stream.closed).toBe(true);
    expect(logger.error).not.toHaveBeenCalled();
  });

  it('advances no version while the database fails, and makes up for everything when it is back', async () => {
    let failing = false;
    const flaky = new Proxy(knex, {
      get(target, name, receiver) {
        if (name !== 'transaction') return Reflect.get(target, name, receiver);
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
    await stream.replace([row('a')], '10', never);
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
    await stream.replace([], '1', never);
    // More than one transaction, of which the later come to their turn after the list was handed over.
    for (let i = 0; i < 1_600; i += 1) stream.upsert(row(`n${i}`), `${i}`);
    const advanced = clock.advance(250);
    await clock.settle();
    await stream.replace([row('only')], '2000', never);
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
    const replacing = stream.replace([row('a'), row('b')], '10', never);
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
});
