import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { historyQuerySchema } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { insertCluster, resourceRow } from '../__testUtils__/fleetRows';
import { applyMigrations } from '../database/applyMigrations';
import { HistoryReader } from './HistoryReader';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const id = (n: number) => n.toString(16).padStart(32, '0');
const at = (hour: number) =>
  `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`;
const aRecord = (n: number, hour: number, more: object = {}) => ({
  id: id(n),
  resource_id: 'r1',
  cluster_id: 'c1',
  api_group: 'kustomize.toolkit.fluxcd.io',
  kind: 'Kustomization',
  namespace: 'shop',
  name: 'cart',
  uid: 'u1',
  type: 'status',
  at: at(hour),
  last_at: at(hour),
  ...more,
});

describe.each(databases.eachSupportedId())('HistoryReader, %s', databaseId => {
  let knex: Knex;
  let reader: HistoryReader;
  const parse = (query: object) => historyQuerySchema.parse(query);
  const list = (query: object = {}) => reader.list(parse(query));
  const numbers = async (query: object) =>
    (await list(query)).items.map(item => Number.parseInt(item.id, 16));

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await applyMigrations(mockServices.database({ knex }));
    reader = new HistoryReader({ knex });
  });
  beforeEach(async () => {
    await knex('clusters').delete();
    await insertCluster(knex, 'c1');
    await insertCluster(knex, 'c2');
    await knex('clusters').where({ id: 'c2' }).update({ name: 'west' });
    await knex('resource_history').insert([
      aRecord(1, 8, {
        status: 'failed',
        previous_status: 'ready',
        reason: 'x',
      }),
      aRecord(2, 9, {
        type: 'revision',
        revision: 'b',
        previous_revision: 'a',
      }),
      // The same moment: ids break the tie.
      aRecord(3, 9, { cluster_id: 'c2', resource_id: 'r2', namespace: '' }),
      aRecord(4, 10, {
        type: 'release',
        kind: 'HelmRelease',
        release_version: 3,
        resource_id: 'r3',
      }),
    ]);
  });

  it('tells what happened, newest first, without what does not apply', async () => {
    const { items, nextCursor } = await list();
    expect(items.map(i => Number.parseInt(i.id, 16))).toEqual([4, 3, 2, 1]);
    expect(nextCursor).toBeUndefined();
    expect(JSON.parse(JSON.stringify(items[3]))).toEqual({
      id: id(1),
      type: 'status',
      at: at(8),
      resourceId: 'r1',
      clusterId: 'c1',
      clusterName: 'c1',
      group: 'kustomize.toolkit.fluxcd.io',
      kind: 'Kustomization',
      namespace: 'shop',
      name: 'cart',
      uid: 'u1',
      status: 'failed',
      previousStatus: 'ready',
      reason: 'x',
    });
  });

  it.each<[string, object, number[]]>([
    ['the name of a cluster', { cluster: 'west' }, [3]],
    ['the id of a cluster', { cluster: 'c2' }, [3]],
    ['kinds', { kind: ['HelmRelease', 'Bucket'] }, [4]],
    ['a namespace', { namespace: 'shop' }, [4, 2, 1]],
    ['no namespace', { namespace: '' }, [3]],
    ['a type', { type: ['release', 'revision'] }, [4, 2]],
    [
      'time, its end excluded',
      { since: '2026-11-20T09:00:00Z', until: '2026-11-20T11:00:00+01:00' },
      [3, 2],
    ],
  ])('finds by %s', async (_, query, expected) => {
    expect(await numbers(query)).toEqual(expected);
  });

  it('loses and repeats nothing while records are added between two pages', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    let added = 100;
    do {
      const page = await list({ limit: 1, cursor });
      seen.push(...page.items.map(i => i.id));
      cursor = page.nextCursor;
      added += 1;
      await knex('resource_history').insert(aRecord(added, 11));
    } while (cursor);
    expect(seen).toEqual([4, 3, 2, 1].map(id));
  });

  it('refuses a cursor that no list has handed out', async () => {
    const encode = (value: unknown) =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const cursor of [
      'nonsense',
      encode([at(9), 'x']),
      encode(['x', id(1)]),
    ]) {
      await expect(list({ cursor })).rejects.toThrow(
        'cursor: must be a nextCursor of this list',
      );
    }
  });

  it('tells of one resource, there or gone, and of none that never was', async () => {
    const of = (resourceId: string, query: object = {}) =>
      reader.listOf(resourceId, parse(query));
    expect((await of('r1')).items.map(i => i.id)).toEqual([id(2), id(1)]);
    expect((await of('r1', { type: 'deleted' })).items).toEqual([]);
    const row = resourceRow({ name: 'silent' });
    const { runs: _, ...columns } = row;
    await knex('resources').insert({ ...columns, updated_at: at(1) });
    expect((await of(row.id)).items).toEqual([]);
    await expect(of('r9')).rejects.toThrow('There is no such resource');
  });
});
