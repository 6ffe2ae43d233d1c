import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { arbitraryFleet } from '../../__testUtils__/arbitraryFleet';
import { seedCluster, seedResources } from '../../__testUtils__/seedResources';
import { sqlFleet } from '../../__testUtils__/sqlFleet';
import { applyMigrations } from '../../database/applyMigrations';
import { FleetFollower } from './FleetFollower';
import type { FleetQuery } from './FleetQuery';
import type { KnownClusters } from './KnownClusters';

jest.setTimeout(240_000);

const { clusters: CLUSTERS, row, query, placeOf } = arbitraryFleet;
const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

describe.each(databases.eachSupportedId())('FleetIndex, %s', databaseId => {
  let knex: Knex;
  const ask = (asked: FleetQuery, clusters: KnownClusters) =>
    sqlFleet(knex, asked, clusters.byId);

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await applyMigrations(mockServices.database({ knex }));
    for (const { id, name, title } of CLUSTERS) {
      await seedCluster(knex, { id, name, title: title ?? undefined });
    }
  });

  it('gives the answer that SQL gives over the rows, page by page', async () => {
    const fleets = fc.sample(
      fc.array(row, { minLength: 30, maxLength: 90 }),
      5,
    );
    for (const rows of fleets) {
      await knex('resources').delete();
      const unique = new Map(
        rows
          .filter(r => CLUSTERS.some(c => c.id === r.cluster_id))
          .map(r => [r.id, r]),
      );
      await seedResources(knex, [...unique.values()]);
      const follower = new FleetFollower({
        knex,
        logger: mockServices.logger.mock(),
      });
      await follower.poll();
      const { index, clusters } = await follower.view();
      await fc.assert(
        fc.asyncProperty(query, async given => {
          // SQLite lowers ASCII only.
          const text = given.text === 'ÄÖ' ? 'äö' : given.text;
          const asked = {
            ...given,
            text: databaseId === 'SQLITE_3' && text === 'äö' ? 'b' : text,
          };
          let after: FleetQuery['after'];
          for (;;) {
            const page = index.query({ ...asked, after }, clusters);
            expect({
              ids: page.rows.map(r => r.id),
              total: page.total,
              facets: page.facets,
            }).toEqual(await ask({ ...asked, after }, clusters));
            const last = page.rows.at(-1);
            if (!page.hasMore || !last) break;
            after = placeOf(last, asked);
          }
        }),
        { numRuns: 60 },
      );
    }
  });
});
