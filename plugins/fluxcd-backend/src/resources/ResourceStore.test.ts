import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import {
  makeResource,
  seedCluster,
  seedResources,
} from '../__testUtils__/seedResources';
import { applyMigrations } from '../database/applyMigrations';
import { ResourceStore } from './ResourceStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

const EAST = 'c-east';
const WEST = 'c-west';

describe.each(databases.eachSupportedId())('ResourceStore, %s', databaseId => {
  let knex: Knex;
  let store: ResourceStore;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await applyMigrations(mockServices.database({ knex }));
    await seedCluster(knex, { id: EAST, name: 'east', title: 'Far East' });
    await seedCluster(knex, { id: WEST, name: 'west' });
    store = new ResourceStore({ knex });
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

  it('finds rows by id, and none for ids that nobody has', async () => {
    const { id } = makeResource({ cluster_id: EAST, name: 'web' });
    expect(await store.get(id)).toMatchObject({
      id,
      clusterName: 'east',
      name: 'web',
      stalled: false,
      suspended: false,
    });
    expect(await store.get('nobody')).toBeUndefined();
    expect(await store.getAll([])).toEqual([]);
    const many = [...Array(1200).keys()].map(n => `no-${n}`);
    expect(await store.existing([...many, id])).toEqual(new Set([id]));
  });

  it('knows the version that a cluster serves a kind in', async () => {
    const kind = { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease' };
    expect(await store.findVersion(EAST, kind)).toBe('v1');
    expect(await store.findVersion('c-none', kind)).toBeUndefined();
  });
});
