import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  resourceListSchema,
  resourceQuerySchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { readFleet } from '../__testUtils__/readFleet';
import {
  makeResource,
  seedCluster,
  seedResources,
} from '../__testUtils__/seedResources';
import { applyMigrations } from '../database/applyMigrations';
import { FleetReader } from './FleetReader';
import { encodeCursor } from './ResourceCursor';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

const EAST = 'c-east';
const WEST = 'c-west';

describe.each(databases.eachSupportedId())('FleetReader, %s', databaseId => {
  let knex: Knex;
  let reader: FleetReader;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await applyMigrations(mockServices.database({ knex }));
    await seedCluster(knex, { id: EAST, name: 'east', title: 'Far East' });
    await seedCluster(knex, { id: WEST, name: 'west' });
    reader = new FleetReader({ fleet: readFleet(knex) });
  });

  beforeEach(async () => {
    await knex('resources').delete();
    await seedResources(knex, [
      makeResource({ cluster_id: EAST, name: 'web', status: 'failed' }),
      makeResource({ cluster_id: WEST, name: 'web', status: 'ready' }),
      makeResource({ cluster_id: EAST, name: 'api', status: 'ready' }),
      makeResource({
        cluster_id: EAST,
        name: 'redis',
        kind: 'HelmRelease',
        namespace: 'data',
        status: 'suspended',
        status_since: '2026-11-19T00:00:00.000Z',
      }),
      makeResource({
        cluster_id: WEST,
        name: 'fleet',
        kind: 'GitRepository',
        namespace: 'flux-system',
        status: 'progressing',
        revision: 'main@sha1:0a1b2c',
        message: 'cloning 100% of a_b from C:\\temp!',
        status_since: '2026-11-20T00:00:00.000Z',
      }),
    ]);
  });

  const query = async (given: object = {}) =>
    resourceListSchema
      .strict()
      .parse(
        JSON.parse((await reader.list(resourceQuerySchema.parse(given))).text),
      );
  const names = async (given: object = {}) =>
    (await query(given)).items.map(r => `${r.clusterName}/${r.name}`);

  it('hands out the first rows that match for a file, filtered and sorted as the list is', async () => {
    const { limit: _limit, ...filter } = resourceQuerySchema.parse({
      cluster: 'east',
      sort: 'name',
    });
    const rows = await reader.first(filter, 2);
    expect(rows.map(r => [r.clusterName, r.name])).toEqual([
      ['east', 'api'],
      ['east', 'redis'],
    ]);
  });

  it('finds what selectors ask for, with counts of no more than that', async () => {
    await knex('resources')
      .where({ cluster_id: EAST, name: 'redis' })
      .update({ kubernetes_id: 'shop' });
    expect(await names({ selector: 'east/apps/Kustomization/web' })).toEqual([
      'east/web',
    ]);
    expect(await names({ selector: '*/apps/*/web' })).toEqual([
      'east/web',
      'west/web',
    ]);
    const label = 'backstage.io/kubernetes-id=shop';
    expect(await names({ selector: label })).toEqual(['east/redis']);
    expect(await names({ selector: `${label}@data` })).toEqual(['east/redis']);
    expect(await names({ selector: `${label}@apps` })).toEqual([]);
    expect(await names({ selector: 'nowhere/*/*/*' })).toEqual([]);

    const both = await query({
      selector: [label, `${WEST}/*/GitRepository/*`],
    });
    expect(both.items.map(r => r.name)).toEqual(['fleet', 'redis']);
    expect(both.total).toBe(2);
    expect(both.facets.namespace).toEqual([
      { value: 'data', count: 1 },
      { value: 'flux-system', count: 1 },
    ]);
    expect(
      (await query({ selector: [label, 'west/*/*/*'], status: 'suspended' }))
        .total,
    ).toBe(1);
  });

  it('keeps other filters beside selectors', async () => {
    expect(await names({ selector: '*/apps/*/*', cluster: 'west' })).toEqual([
      'west/web',
    ]);
  });

  it('lists the worst first, and then by name', async () => {
    expect(await names()).toEqual([
      'east/web',
      'west/fleet',
      'east/redis',
      'east/api',
      'west/web',
    ]);
  });

  it.each([
    ['name', 'asc', ['api', 'fleet', 'redis', 'web', 'web']],
    ['name', 'desc', ['web', 'web', 'redis', 'fleet', 'api']],
    ['status', 'desc', ['api', 'web', 'redis', 'fleet', 'web']],
    ['kind', 'asc', ['fleet', 'redis', 'api', 'web', 'web']],
    ['namespace', 'desc', ['fleet', 'redis', 'api', 'web', 'web']],
    ['cluster', 'asc', ['api', 'redis', 'web', 'fleet', 'web']],
    ['cluster', 'desc', ['fleet', 'web', 'api', 'redis', 'web']],
    ['statusSince', 'asc', ['api', 'web', 'web', 'redis', 'fleet']],
    ['statusSince', 'desc', ['fleet', 'redis', 'api', 'web', 'web']],
  ])(
    'sorts by %s %s and pages through without losing or repeating a row',
    async (sort, order, expected) => {
      const all = await query({ sort, order });
      expect(all.items.map(r => r.name)).toEqual(expected);
      expect(all.nextCursor).toBeUndefined();

      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await query({ sort, order, limit: 2, cursor });
        expect(page.items.length).toBeLessThanOrEqual(2);
        expect(page.total).toBe(5);
        seen.push(...page.items.map(r => r.id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(seen).toEqual(all.items.map(r => r.id));
    },
  );

  it('goes on behind the last row of a page when that row is gone or changed', async () => {
    const first = await query({ limit: 2 });
    await knex('resources').where({ id: first.items[1].id }).delete();
    await knex('resources')
      .where({ id: first.items[0].id })
      .update({ status: 'ready', status_rank: 6 });
    const second = await query({ limit: 2, cursor: first.nextCursor });
    expect(second.items.map(r => r.name)).toEqual(['redis', 'api']);
  });

  it.each([
    ['cluster', EAST, ['east/web', 'east/redis', 'east/api']],
    ['cluster', 'west', ['west/fleet', 'west/web']],
    ['cluster', 'nowhere', []],
    ['kind', ['HelmRelease', 'GitRepository'], ['west/fleet', 'east/redis']],
    ['namespace', 'data', ['east/redis']],
    ['status', ['failed', 'suspended'], ['east/web', 'east/redis']],
  ])('filters by %s %j', async (field, value, expected) => {
    expect(await names({ [field]: value })).toEqual(expected);
  });

  it.each([
    ['WEB', ['east/web', 'west/web']],
    ['flux-sys', ['west/fleet']],
    ['sha1:0A1B', ['west/fleet']],
    ['Cloning', ['west/fleet']],
    ['100%', ['west/fleet']],
    ['a_b', ['west/fleet']],
    ['c:\\temp!', ['west/fleet']],
    ['%', ['west/fleet']],
    ['_', ['west/fleet']],
    ['w_b', []],
    ['w%b', []],
    ["'; drop table resources; --", []],
    ['(a+)+$', []],
  ])('finds the text %j as written', async (text, expected) => {
    expect(await names({ text })).toEqual(expected);
  });

  it('counts what matches, and in each facet what another choice there would give', async () => {
    const { total, facets } = await query({
      cluster: 'east',
      status: ['ready', 'deleting'],
    });
    expect(total).toBe(1);
    expect(facets.cluster).toEqual([
      { value: EAST, label: 'Far East', count: 1 },
      { value: WEST, label: 'west', count: 1 },
    ]);
    expect(facets.kind).toEqual([{ value: 'Kustomization', count: 1 }]);
    expect(facets.namespace).toEqual([{ value: 'apps', count: 1 }]);
    expect(facets.status).toEqual([
      { value: 'failed', count: 1 },
      { value: 'suspended', count: 1 },
      { value: 'deleting', count: 0 },
      { value: 'ready', count: 1 },
    ]);
  });

  it('counts only what the text matches', async () => {
    const { total, facets } = await query({ text: 'web' });
    expect(total).toBe(2);
    expect(facets.kind).toEqual([{ value: 'Kustomization', count: 2 }]);
    expect(facets.status.map(f => f.value)).toEqual(['failed', 'ready']);
  });

  it('counts by status per cluster', async () => {
    const counts = await reader.countsByCluster();
    expect(counts.get(EAST)).toEqual({
      total: 3,
      byStatus: { failed: 1, ready: 1, suspended: 1 },
    });
    expect([...counts.keys()].sort()).toEqual([EAST, WEST]);
    expect(await reader.kindsOf(WEST)).toEqual(
      new Map([
        ['kustomize.toolkit.fluxcd.io/Kustomization', 1],
        ['source.toolkit.fluxcd.io/GitRepository', 1],
      ]),
    );
  });

  it('says of each cluster in question how current its rows are', async () => {
    const all = resourceListSchema.parse(await query({}));
    expect(all.freshness.map(f => f.clusterName).sort()).toEqual([
      'east',
      'west',
    ]);
    expect(all.freshness[0].connection.state).toBe('connecting');
    const one = await query({ cluster: 'west' });
    expect(one.freshness.map(f => f.clusterName)).toEqual(['west']);
  });

  it.each([
    ['garbage', 'garbage'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['another shape', Buffer.from('{"sort":"name"}').toString('base64url')],
    [
      'a text for a rank',
      encodeCursor({ sort: 'status', order: 'asc', after: ['1', 'a', 'b'] }),
    ],
    [
      'a NUL',
      encodeCursor({ sort: 'status', order: 'asc', after: [1, 'a\0', 'b'] }),
    ],
    [
      'the cursor of another sort',
      encodeCursor({ sort: 'name', order: 'asc', after: ['a', 'a', 'b'] }),
    ],
  ])('refuses %s as a cursor', async (_, cursor) => {
    await expect(query({ cursor })).rejects.toThrow(/^cursor: /);
  });
});
