import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { insertCluster } from '../__testUtils__/fleetRows';
import { applyMigrations } from '../database/applyMigrations';
import { RecordCleaner } from './RecordCleaner';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const NOW = new Date('2026-11-20T12:00:00.000Z');
const daysAgo = (days: number) =>
  new Date(NOW.getTime() - days * 86_400_000).toISOString();

function anAct(id: string, days: number, outcome = 'ready') {
  return {
    id,
    at: daysAgo(days),
    actor: 'user:default/ada',
    action: 'resource.reconcile',
    outcome,
  };
}
function anOperation(id: string, created: number, finished?: number) {
  return {
    id,
    type: 'reconcile',
    with_source: false,
    state: finished === undefined ? 'running' : 'succeeded',
    requested_by: 'user:default/ada',
    created_at: daysAgo(created),
    updated_at: daysAgo(finished ?? 0),
    finished_at: finished === undefined ? null : daysAgo(finished),
  };
}
const aTarget = (operation: string, position: number) => ({
  operation_id: operation,
  position,
  resource_id: 'r',
  cluster_id: 'c',
  cluster_name: 'prod',
  kind: 'Kustomization',
  namespace: 'n',
  name: 'x',
  state: 'succeeded',
  steps: '[]',
});

describe.each(databases.eachSupportedId())('RecordCleaner, %s', databaseId => {
  let knex: Knex;
  const clean = (signal?: AbortSignal) =>
    new RecordCleaner({
      knex,
      retention: { activityDays: 90, operationDays: 30, historyDays: 60 },
    }).clean(NOW, signal);

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await applyMigrations(mockServices.database({ knex }));
  });
  beforeEach(async () => {
    for (const name of ['operations', 'activities']) await knex(name).delete();
  });

  it('deletes activities that are older than they are kept, and no others', async () => {
    await knex('activities').insert([
      anAct('old', 90.01),
      anAct('failed-long-ago', 400, 'failed'),
      anAct('young', 89.99),
    ]);
    await expect(clean()).resolves.toEqual({
      activities: 2,
      operations: 0,
      history: 0,
    });
    expect(await knex('activities').pluck('id')).toEqual(['young']);
  });

  it('keeps an activity that is under way, however old it is', async () => {
    await knex('activities').insert(anAct('under-way', 1000, 'initiated'));
    await clean();
    expect(await knex('activities').pluck('id')).toEqual(['under-way']);
  });

  it('deletes operations by when they ended, with their targets, and keeps the open ones', async () => {
    await knex('operations').insert([
      anOperation('old', 32, 31),
      anOperation('ended-lately', 32, 29),
      anOperation('open', 1000),
    ]);
    for (const id of ['old', 'ended-lately', 'open']) {
      await knex('operation_targets').insert([aTarget(id, 0), aTarget(id, 1)]);
    }
    await expect(clean()).resolves.toEqual({
      activities: 0,
      operations: 1,
      history: 0,
    });
    const left = ['ended-lately', 'open'];
    expect(await knex('operations').orderBy('id').pluck('id')).toEqual(left);
    expect(
      await knex('operation_targets')
        .distinct('operation_id')
        .orderBy('operation_id')
        .pluck('operation_id'),
    ).toEqual(left);
  });

  it('deletes history by when it was last news, not by when it began', async () => {
    await insertCluster(knex, 'c1');
    const aRecord = (id: string, began: number, last: number) => ({
      id,
      resource_id: 'r',
      cluster_id: 'c1',
      api_group: 'g',
      kind: 'Kustomization',
      namespace: 'n',
      name: 'x',
      uid: 'u',
      type: 'reconciliation',
      at: daysAgo(began),
      last_at: daysAgo(last),
    });
    await knex('resource_history').insert([
      aRecord('old', 61, 60.01),
      aRecord('goes-on', 400, 0),
      aRecord('young', 59.99, 59.99),
    ]);
    await expect(clean()).resolves.toMatchObject({ history: 1 });
    expect(await knex('resource_history').orderBy('id').pluck('id')).toEqual([
      'goes-on',
      'young',
    ]);
  });

  it('forgets deletions after an hour, and writes down up to which one', async () => {
    for (const id of ['f1', 'f2']) await insertCluster(knex, id);
    const gone = (cluster: string, number: number, hours: number) => ({
      cluster_id: cluster,
      change_number: number,
      resource_id: `r${number}`,
      deleted_at: daysAgo(hours / 24),
    });
    await knex('resource_tombstones').insert([
      gone('f1', 3, 5),
      // Of a clock that was put back meanwhile: the numbers count.
      gone('f1', 4, 0.5),
      gone('f1', 7, 1.01),
      gone('f1', 9, 0.99),
      gone('f2', 2, 0.5),
    ]);
    await clean();
    expect(
      await knex('resource_tombstones')
        .orderBy('cluster_id')
        .pluck('resource_id'),
    ).toEqual(['r9', 'r2']);
    const from = async (id: string) =>
      Number(
        (await knex('cluster_leases').where({ cluster_id: id }).first())
          .tombstones_from,
      );
    expect([await from('f1'), await from('f2')]).toEqual([7, 0]);
    // It never goes back.
    await knex('resource_tombstones').insert(gone('f1', 5, 3));
    await clean();
    expect(await from('f1')).toBe(7);
  });

  it('forgets replicas that have been gone for a day', async () => {
    const expires = (days: number) => NOW.getTime() - days * 86_400_000;
    await knex('replicas').insert([
      { id: 'long-gone', expires_at: expires(1.01) },
      { id: 'gone', expires_at: expires(0.99) },
      { id: 'here', expires_at: expires(-0.01) },
    ]);
    await clean();
    expect(await knex('replicas').orderBy('id').pluck('id')).toEqual([
      'gone',
      'here',
    ]);
  });

  it('goes on until nothing old is left, in portions', async () => {
    const old = Array.from({ length: 1201 }, (_, i) => anAct(`a${i}`, 100));
    await knex.batchInsert('activities', old, 50);
    await expect(clean()).resolves.toMatchObject({ activities: 1201 });
    expect(await knex('activities')).toEqual([]);
  });

  it('stops when it is told to', async () => {
    await knex('activities').insert(anAct('old', 100));
    await clean(AbortSignal.abort());
    expect(await knex('activities').pluck('id')).toEqual(['old']);
  });
});
