import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { setupWriter } from '../__testUtils__/setupWriter';
import type { ResourceRow } from '../database/ResourceRow';
import type { Changes } from './Changes';
import { commitChanges } from './commitChanges';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const NOW = '2026-11-20T12:00:00.000Z';
const LATER = '2026-11-20T12:01:00.000Z';

describe.each(databases.eachSupportedId())('commitChanges on %s', id => {
  const given = setupWriter(databases, id);
  const { KEY, row } = given;
  let knex: Knex;
  beforeEach(() => {
    knex = given.knex;
  });

  const changes = (
    upserts: ResourceRow[],
    more: Partial<Changes> = {},
    clusterId = 'c1',
  ): Changes => ({ key: { ...KEY, clusterId }, upserts, deletes: [], ...more });
  const commit = (all: Changes[], now = NOW) => commitChanges(knex, all, now);
  const numberOf = async (clusterId: string) =>
    Number(
      (await knex('cluster_leases').where({ cluster_id: clusterId }).first())
        .change_number,
    );
  const stored = async () =>
    (await knex('resources').orderBy('id')).map(found => ({
      ...found,
      change_number: Number(found.change_number),
      stalled: Boolean(found.stalled),
      retrying: Boolean(found.retrying),
      suspended: Boolean(found.suspended),
    }));

  it('counts the commits of each cluster, and writes on each row which one it was', async () => {
    await commit([changes([row('a'), row('b')])]);
    const both = await commit([
      changes([row('a', { message: 'other' })]),
      changes([row('a', { cluster_id: 'c2' })], {}, 'c2'),
    ]);
    expect(both.map(c => `${c.clusterId} ${c.changeNumber}`).sort()).toEqual([
      'c1 2',
      'c2 1',
    ]);
    expect(
      (await stored())
        .map(r => `${r.cluster_id} ${r.name} ${r.change_number}`)
        .sort(),
    ).toEqual(['c1 a 2', 'c1 b 1', 'c2 a 1']);
    expect([await numberOf('c1'), await numberOf('c2')]).toEqual([2, 1]);
  });

  it('answers the rows as they are stored', async () => {
    const first = await commit([changes([row('a'), row('b')])]);
    expect(first).toEqual([
      {
        clusterId: 'c1',
        changeNumber: 1,
        upserted: await stored(),
        deleted: [],
      },
    ]);
    const failed = row('a', { status: 'failed', suspended: true });
    const [second] = await commit([changes([failed, row('b')])], LATER);
    expect(second.upserted).toEqual(
      (await stored()).filter(r => r.name === 'a'),
    );
  });

  it('counts nothing when it only moves how far a kind was read', async () => {
    await commit([changes([row('a')], { resourceVersion: '10' })]);
    await expect(
      commit(
        [
          changes([row('a', { resource_version: '11' })], {
            resourceVersion: '11',
            deletes: ['unknown'],
          }),
        ],
        LATER,
      ),
    ).resolves.toEqual([]);
    expect(await numberOf('c1')).toBe(1);
    const [found] = await stored();
    expect(found).toMatchObject({ change_number: 1, updated_at: NOW });
    expect(await given.kindRow()).toMatchObject({
      resource_version: '11',
      synced_at: LATER,
    });
  });

  it('leaves a tombstone of each deletion, with the number of its commit', async () => {
    const [a, b] = [row('a'), row('b')];
    await commit([changes([a, b])]);
    const gone = await commit([changes([], { deletes: [a.id, 'x'] })], LATER);
    expect(gone).toEqual([
      { clusterId: 'c1', changeNumber: 2, upserted: [], deleted: [a.id] },
    ]);
    const tombstones = await knex('resource_tombstones');
    expect(
      tombstones.map(t => ({ ...t, change_number: Number(t.change_number) })),
    ).toEqual([
      {
        cluster_id: 'c1',
        change_number: 2,
        resource_id: a.id,
        deleted_at: LATER,
      },
    ]);
  });

  it('keeps the row of an object that another one replaced', async () => {
    await commit([changes([row('a')])]);
    const [change] = await commit([changes([row('a', { uid: 'other' })])]);
    expect(change.deleted).toEqual([]);
    expect(change.upserted.map(r => r.uid)).toEqual(['other']);
    expect(await knex('resource_tombstones')).toEqual([]);
  });

  it('takes the last of two that have the same name', async () => {
    const twice = [row('a', { message: 'one' }), row('a', { message: 'two' })];
    const [change] = await commit([changes(twice)]);
    expect(change.upserted.map(r => r.message)).toEqual(['two']);
    expect((await stored()).map(r => r.message)).toEqual(['two']);
  });

  it('tells rows apart by their digest, where they have one', async () => {
    const digest = (row_digest: string) => ({ row_digest });
    await commit([changes([row('a', digest('1'))])]);
    // As the hours of reconciliations, of which the digest knows nothing.
    const same = row('a', { ...digest('1'), last_reconciled_at: NOW });
    await expect(commit([changes([same])])).resolves.toEqual([]);
    const [change] = await commit([changes([row('a', digest('2'))])]);
    expect(change).toMatchObject({ changeNumber: 2 });
    expect(await stored()).toMatchObject([digest('2')]);
  });

  it('writes nothing under a lease that somebody else has, and names it', async () => {
    await knex('cluster_leases').where({ cluster_id: 'c2' }).update({
      fence: 7,
    });
    const all = [
      changes([row('a')], { resourceVersion: '10' }),
      changes([row('a', { cluster_id: 'c2' })], {}, 'c2'),
    ];
    await expect(commit(all)).rejects.toMatchObject({
      name: 'LeaseLostError',
      leases: [{ clusterId: 'c2', fence: 0, gone: false }],
    });
    expect(await stored()).toEqual([]);
    expect((await given.kindRow()).resource_version).toBeNull();
    expect(await numberOf('c1')).toBe(0);
  });

  it('does not even move how far a kind was read under a lost lease', async () => {
    await knex('cluster_leases').update({ fence: 7 });
    await expect(
      commit([changes([], { resourceVersion: '10' })]),
    ).rejects.toMatchObject({ name: 'LeaseLostError' });
    expect((await given.kindRow()).resource_version).toBeNull();
  });

  it('takes a lease that is missing for lost, and for gone with its cluster', async () => {
    await knex('cluster_leases').where({ cluster_id: 'c1' }).delete();
    await knex('clusters').where({ id: 'c2' }).delete();
    const all = [
      changes([row('a')]),
      changes([row('a', { cluster_id: 'c2' })], {}, 'c2'),
    ];
    await expect(commit(all)).rejects.toMatchObject({
      leases: [
        { clusterId: 'c1', gone: false },
        { clusterId: 'c2', gone: true },
      ],
    });
  });
});
