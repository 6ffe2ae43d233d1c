import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { managedObjectQuerySchema } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import {
  makeResource,
  seedCluster,
  seedResources,
} from '../__testUtils__/seedResources';
import { applyMigrations } from '../database/applyMigrations';
import { ManagedObjectReader } from './ManagedObjectReader';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

describe.each(databases.eachSupportedId())(
  'ManagedObjectReader, %s',
  databaseId => {
    let knex: Knex;
    const shop = makeResource({
      cluster_id: 'c1',
      name: 'shop',
      revision: 'main@sha1:abc',
      source_group: 'source.toolkit.fluxcd.io',
      source_kind: 'GitRepository',
      source_namespace: 'flux-system',
      source_name: 'fleet',
    });
    const other = makeResource({ cluster_id: 'c1', name: 'other' });
    const far = makeResource({ cluster_id: 'c2', name: 'shop' });

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      await applyMigrations(mockServices.database({ knex }));
      await seedCluster(knex, { id: 'c1', name: 'production' });
      await seedCluster(knex, { id: 'c2', name: 'staging' });
      await seedResources(knex, [shop, other, far]);
      const objects: Array<[typeof shop, string, string, string, string]> = [
        [shop, 'apps', 'Deployment', 'shop', 'cart'],
        [far, 'apps', 'Deployment', 'shop', 'cart'],
        [shop, 'apps', 'Deployment', 'shop', 'cart-db'],
        [shop, '', 'Service', 'shop', 'cart'],
        [other, '', 'Service', 'other', 'cart'],
        [other, '', 'Namespace', '', 'cart'],
        [other, 'apps', 'Deployment', 'shop', 'Cart'],
      ];
      for (const [{ id }, api_group, kind, namespace, name] of objects) {
        const object = { api_group, kind, namespace, name };
        await knex('managed_objects').insert({ resource_id: id, ...object });
      }
    });

    const page = (query: Record<string, unknown>) =>
      new ManagedObjectReader({ knex }).list(
        managedObjectQuerySchema.parse(query),
      );
    const list = async (query: Record<string, unknown>) =>
      (await page({ name: 'cart', ...query })).items.map(
        ({ kind, namespace, resource }) =>
          `${kind} ${namespace} by ${resource.clusterName}/${resource.name}`,
      );

    it('tells who applied an object in the whole fleet, and from which commit', async () => {
      const { items } = await page({ name: 'cart', kind: 'Deployment' });
      expect(items).toHaveLength(2);
      expect(items.find(i => i.resource.clusterId === 'c1')).toMatchObject({
        group: 'apps',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'cart',
        resource: {
          id: shop.id,
          clusterName: 'production',
          kind: 'Kustomization',
          name: 'shop',
          status: 'ready',
          revision: 'main@sha1:abc',
          source: { kind: 'GitRepository', name: 'fleet' },
        },
      });
    });

    it.each([
      [
        {},
        [
          'Deployment shop by production/shop',
          'Deployment shop by staging/shop',
          'Namespace  by production/other',
          'Service other by production/other',
          'Service shop by production/shop',
        ],
      ],
      [{ cluster: 'staging' }, ['Deployment shop by staging/shop']],
      [{ cluster: ['c2'] }, ['Deployment shop by staging/shop']],
      [{ namespace: '' }, ['Namespace  by production/other']],
      [{ group: '', namespace: 'shop' }, ['Service shop by production/shop']],
      [
        { kind: ['Namespace', 'Service'], namespace: ['', 'other'] },
        ['Namespace  by production/other', 'Service other by production/other'],
      ],
      [{ name: 'car' }, []],
    ])(
      'asked for %j, finds what matches all of it',
      async (query, expected) => {
        expect((await list(query)).sort()).toEqual(expected);
      },
    );

    it('turns page after page, each object once, whatever comes and goes meanwhile', async () => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const { items, nextCursor } = await page({
          name: 'cart',
          limit: 1,
          cursor,
        });
        seen.push(
          ...items.map(i => [i.kind, i.namespace, i.resource.id].join(' ')),
        );
        // What the page was cut behind is gone when the next one is asked for.
        await knex('managed_objects')
          .where({
            name: 'cart',
            kind: items[0].kind,
            namespace: items[0].namespace,
            resource_id: items[0].resource.id,
          })
          .delete();
        cursor = nextCursor;
      } while (cursor);
      expect(seen).toHaveLength(5);
      expect(new Set(seen).size).toBe(5);
    });

    it.each(['x', Buffer.from('["a"]').toString('base64url')])(
      'refuses the cursor %s',
      async cursor => {
        await expect(page({ name: 'cart', cursor })).rejects.toThrow(
          'cursor: must be a nextCursor of this list',
        );
      },
    );
  },
);
