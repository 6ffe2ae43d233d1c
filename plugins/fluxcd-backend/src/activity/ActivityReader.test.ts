import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { activityQuerySchema } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { applyMigrations } from '../database/applyMigrations';
import { ActivityReader } from './ActivityReader';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

describe.each(databases.eachSupportedId())('ActivityReader, %s', databaseId => {
  let knex: Knex;
  let reader: ActivityReader;
  const list = (query: object = {}) =>
    reader.list(activityQuerySchema.parse(query));
  const ids = async (query: object) =>
    (await list(query)).items.map(item => item.id);

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await applyMigrations(mockServices.database({ knex }));
    reader = new ActivityReader({ knex });
    const act = { actor: 'user:default/ada', outcome: 'ready' };
    await knex('activities').insert([
      {
        ...act,
        id: 'a1',
        at: '2026-11-20T08:00:00.000Z',
        action: 'cluster.create',
        outcome: 'succeeded',
        cluster_id: 'c-1',
        cluster_name: 'east',
      },
      // The same moment: ids break the tie, whoever came first.
      {
        ...act,
        id: 'a3',
        at: '2026-11-20T09:00:00.000Z',
        actor: 'user:default/Grace_H',
        action: 'resource.reconcile',
        outcome: 'failed',
        cluster_id: 'c-2',
        cluster_name: 'west',
      },
      {
        ...act,
        id: 'a2',
        at: '2026-11-20T09:00:00.000Z',
        action: 'resource.reconcile',
        cluster_id: 'c-1',
        cluster_name: 'east',
        resource_id: 'r-1',
        kind: 'Kustomization',
        namespace: 'shop',
        name: 'cart',
        operation_id: 'o-1',
        message: 'Applied revision main@sha1:1',
      },
      {
        ...act,
        id: 'a4',
        at: '2026-11-20T10:00:00.000Z',
        actor: 'user:default/graceXh',
        action: 'cluster.delete',
        outcome: 'initiated',
      },
    ]);
  });

  it('tells who did what, newest first, and leaves out what does not apply', async () => {
    const { items, nextCursor } = await list();
    expect(items.map(i => i.id)).toEqual(['a4', 'a3', 'a2', 'a1']);
    expect(nextCursor).toBeUndefined();
    expect(items[2]).toEqual({
      id: 'a2',
      at: '2026-11-20T09:00:00.000Z',
      actor: 'user:default/ada',
      action: 'resource.reconcile',
      outcome: 'ready',
      message: 'Applied revision main@sha1:1',
      clusterId: 'c-1',
      clusterName: 'east',
      resourceId: 'r-1',
      kind: 'Kustomization',
      namespace: 'shop',
      name: 'cart',
      operationId: 'o-1',
    });
    expect(items[0].clusterName).toBeUndefined();
  });

  it.each<[string, object, string[]]>([
    ['a part of the actor', { actor: 'ADA' }, ['a2', 'a1']],
    ['an actor as written, no pattern', { actor: 'grace_h' }, ['a3']],
    ['one action', { action: 'cluster.create' }, ['a1']],
    [
      'several actions',
      { action: ['cluster.create', 'cluster.delete'] },
      ['a4', 'a1'],
    ],
    ['an outcome', { outcome: 'failed' }, ['a3']],
    ['the name of a cluster', { cluster: 'east' }, ['a2', 'a1']],
    ['the id of a cluster', { cluster: 'c-2' }, ['a3']],
    [
      'a time range, its end excluded',
      { from: '2026-11-20T09:00:00Z', to: '2026-11-20T10:00:00Z' },
      ['a3', 'a2'],
    ],
    ['a time in another zone', { to: '2026-11-20T10:00:00+01:00' }, ['a1']],
    [
      'all of it together',
      { action: 'resource.reconcile', outcome: 'ready', cluster: 'east' },
      ['a2'],
    ],
    ['what nobody did', { outcome: 'ready', cluster: 'west' }, []],
  ])('finds by %s', async (_, query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  it('leads through all pages without losing or repeating an act', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 1, cursor });
      expect(page.items).toHaveLength(1);
      seen.push(...page.items.map(i => i.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(['a4', 'a3', 'a2', 'a1']);
  });

  it('refuses a cursor that no list has handed out', async () => {
    const encode = (value: unknown) =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const cursor of [
      'nonsense',
      encode(['yesterday', 'a1']),
      encode(['2026-11-20T09:00:00.000Z']),
      encode(['2026-11-20T09:00:00.000Z', 'a\0']),
      encode(['2026-11-20T09:00:00.000Z', 'a'.repeat(37)]),
    ]) {
      await expect(list({ cursor })).rejects.toThrow(
        'cursor: must be a nextCursor of this list',
      );
    }
  });

  it('names what there is to filter by, whatever the filters are', async () => {
    expect((await list({ actor: 'nobody' })).choices).toEqual({
      action: ['cluster.create', 'cluster.delete', 'resource.reconcile'],
      outcome: ['failed', 'initiated', 'ready', 'succeeded'],
      cluster: ['east', 'west'],
    });
  });

  it('hands out the newest ones for a file', async () => {
    const acts = await reader.newest({ actor: 'grace' }, 1);
    expect(acts.map(a => a.id)).toEqual(['a4']);
  });
});
