import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  STUCK_AFTER_MS,
  SUMMARY_ROWS,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { readFleet } from '../__testUtils__/readFleet';
import {
  makeResource,
  seedCluster,
  seedResources,
} from '../__testUtils__/seedResources';
import { applyMigrations } from '../database/applyMigrations';
import { KnownClusters } from '../fleet/index/KnownClusters';
import { summarizeFleet } from './summarizeFleet';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

const EAST = 'c-east';
const WEST = 'c-west';
const NOW = new Date('2026-11-20T12:00:00.000Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms).toISOString();

describe.each(databases.eachSupportedId())('summarizeFleet, %s', databaseId => {
  let knex: Knex;
  const summarize = async () =>
    summarizeFleet(await readFleet(knex).view(), NOW);

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await applyMigrations(mockServices.database({ knex }));
  });

  beforeEach(async () => {
    await knex('clusters').delete();
    await seedCluster(knex, { id: EAST, name: 'east', title: 'Far East' });
    await seedCluster(knex, { id: WEST, name: 'west' });
    await knex('clusters')
      .where({ id: EAST })
      .update({ environment: 'production' });
  });

  it('counts the fleet once for all, by cluster and by kind', async () => {
    await seedResources(knex, [
      makeResource({ cluster_id: EAST, name: 'a', status: 'failed' }),
      makeResource({ cluster_id: EAST, name: 'b' }),
      makeResource({ cluster_id: EAST, name: 'c', kind: 'HelmRelease' }),
    ]);
    const summary = await summarize();
    expect(summary.counts).toEqual({
      total: 3,
      byStatus: { failed: 1, ready: 2 },
    });
    expect(summary.clusters).toMatchObject([
      {
        clusterId: EAST,
        clusterName: 'east',
        title: 'Far East',
        environment: 'production',
        counts: { total: 3, byStatus: { failed: 1, ready: 2 } },
      },
      // Nothing runs there, and nobody reached it yet: it is there all the same.
      {
        clusterId: WEST,
        connection: { state: 'connecting' },
        counts: { total: 0 },
      },
    ]);
    expect(summary.kinds).toEqual([
      { kind: 'HelmRelease', counts: { total: 1, byStatus: { ready: 1 } } },
      {
        kind: 'Kustomization',
        counts: { total: 2, byStatus: { failed: 1, ready: 1 } },
      },
    ]);
    expect(summary.at).toBe(NOW.toISOString());
  });

  it('names what broke last first, and no more than ten of them', async () => {
    await seedResources(knex, [
      makeResource({
        cluster_id: EAST,
        name: 'no-time',
        status: 'failed',
      }),
      ...Array.from({ length: SUMMARY_ROWS }, (_, i) =>
        makeResource({
          cluster_id: EAST,
          name: `broken-${i}`,
          status: 'failed',
          changed_at: ago(i * 60_000),
          // Retried a moment ago, all of them.
          status_since: ago(0),
        }),
      ),
    ]);
    const summary = await summarize();
    expect(summary.failed.map(r => r.name)).toEqual(
      Array.from({ length: SUMMARY_ROWS }, (_, i) => `broken-${i}`),
    );
    expect(summary.failed[0].clusterName).toBe('east');
    expect(summary.counts.byStatus.failed).toBe(SUMMARY_ROWS + 1);
  });

  it('calls stuck what should have passed long ago, longest first', async () => {
    const row = (name: string, status: string, since: number) =>
      makeResource({
        cluster_id: WEST,
        name,
        status: status as 'waiting',
        status_since: ago(since),
      });
    await seedResources(knex, [
      row('just-begun', 'progressing', STUCK_AFTER_MS - 1),
      row('slow', 'progressing', STUCK_AFTER_MS + 1),
      row('slower', 'waiting', 2 * STUCK_AFTER_MS),
      row('finalizer', 'deleting', 3 * STUCK_AFTER_MS),
      row('well', 'ready', 4 * STUCK_AFTER_MS),
    ]);
    expect((await summarize()).stuck.map(r => r.name)).toEqual([
      'finalizer',
      'slower',
      'slow',
    ]);
  });

  it('tells what changed last, whatever it became', async () => {
    await seedResources(knex, [
      makeResource({ cluster_id: EAST, name: 'old', status_since: ago(1) }),
      makeResource({ cluster_id: EAST, name: 'never' }),
      makeResource({ cluster_id: WEST, name: 'new', status: 'failed' }),
    ]);
    await knex('resources')
      .where({ name: 'old' })
      .update({ changed_at: ago(9e6) });
    await knex('resources')
      .where({ name: 'new' })
      .update({ changed_at: ago(1e3) });
    expect((await summarize()).changed.map(r => [r.name, r.changedAt])).toEqual(
      [
        ['new', ago(1e3)],
        ['old', ago(9e6)],
      ],
    );
  });

  it('names who suspended what, why and when, as far as it was written down', async () => {
    await seedResources(knex, [
      makeResource({ cluster_id: EAST, name: 'bare', status: 'suspended' }),
      makeResource({
        cluster_id: WEST,
        name: 'known',
        status: 'suspended',
        suspended_by: 'user:default/ada',
        suspended_reason: 'load test',
        suspended_at: ago(9e6),
      }),
      makeResource({ cluster_id: WEST, name: 'well' }),
    ]);
    const { suspended } = await summarize();
    expect(suspended.map(r => [r.name, r.suspension])).toEqual([
      ['bare', {}],
      ['known', { by: 'user:default/ada', reason: 'load test', at: ago(9e6) }],
    ]);
  });

  it('keeps equals in one order, so that no row jumps', async () => {
    const order = ['failed', 'suspended', 'waiting'];
    const idOf = (status: string, id: string) =>
      `${order.indexOf(status)}${id}`.padEnd(32, '0');
    const equals = (status: string) =>
      ['c', 'a', 'b'].map(id =>
        makeResource({
          cluster_id: EAST,
          id: idOf(status, id),
          // The same name, as in three namespaces.
          name: 'same',
          namespace: `${status}-${id}`,
          status: status as 'failed',
          status_since: ago(2 * STUCK_AFTER_MS),
          changed_at: ago(1e3),
        }),
      );
    await seedResources(knex, [
      ...equals('waiting'),
      ...equals('suspended'),
      ...equals('failed'),
    ]);
    const { failed, stuck, suspended, changed } = await summarize();
    const ids = (rows: Array<{ id: string }>) => rows.map(row => row.id);
    const inOrder = (status: string) =>
      ['a', 'b', 'c'].map(id => idOf(status, id));
    expect(ids(failed)).toEqual(inOrder('failed'));
    expect(ids(stuck)).toEqual(inOrder('waiting'));
    expect(ids(suspended)).toEqual(inOrder('suspended'));
    expect(ids(changed)).toEqual(order.flatMap(inOrder));
  });

  it('bears it that a cluster goes between its reads', async () => {
    await seedResources(knex, [
      makeResource({ cluster_id: EAST, name: 'a', status: 'failed' }),
    ]);
    const view = await readFleet(knex).view();
    const withoutHealth = summarizeFleet({ ...view, health: new Map() }, NOW);
    expect(withoutHealth.clusters).toEqual([]);

    const clusters = new KnownClusters([]);
    const withoutCluster = summarizeFleet({ ...view, clusters }, NOW);
    expect(withoutCluster.failed).toEqual([]);
    expect(withoutCluster.counts.total).toBe(0);
  });

  it('has an answer for a portal without clusters', async () => {
    await knex('clusters').delete();
    expect(await summarize()).toMatchObject({
      counts: { total: 0, byStatus: {} },
      clusters: [],
      kinds: [],
      failed: [],
    });
  });
});
