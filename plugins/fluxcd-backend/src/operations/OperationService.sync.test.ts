import { TestDatabases } from '@backstage/backend-test-utils';
import {
  makeResource,
  seedCluster,
  seedResources,
} from '../__testUtils__/seedResources';
import { setupOperations } from '../__testUtils__/setupOperations';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const repo = (clusterId: string) =>
  makeResource({ cluster_id: clusterId, kind: 'GitRepository', name: 'repo' });

describe.each(databases.eachSupportedId())(
  'Two syncs of one cluster, %s',
  databaseId => {
    const given = setupOperations({
      databases,
      databaseId,
      rows: [repo('c1')],
    });
    const sync = (clusterId = 'c1') =>
      given.make().create({ type: 'sync', clusterId }, { actor: given.actor });
    const refused = async () => `${await sync().catch(error => error)}`;

    beforeEach(() => {
      const source = {
        name: 'repo',
        kind: 'GitRepository',
        apiVersion: 'source.toolkit.fluxcd.io/v1',
      };
      given.cluster.add(source);
      given.cluster.silent.add('repo');
    });

    it('do not run at once: the second is told which one is under way, and leaves no trace', async () => {
      const { id } = await sync();
      const words = await refused();
      expect(words).toMatch(/^ConflictError: .*already/);
      expect(words).toContain(id);
      expect(await given.knex('operations').select('id')).toEqual([{ id }]);
      expect(await given.activities()).toHaveLength(1);
    });

    it('are decided between replicas: of many in one moment one runs', async () => {
      const asked = await Promise.allSettled(Array.from({ length: 4 }, sync));
      const refusals = asked.flatMap(one =>
        one.status === 'rejected' ? [one.reason.name] : [],
      );
      expect(refusals).toEqual(Array(3).fill('ConflictError'));
    });

    it('may follow each other', async () => {
      given.cluster.silent.clear();
      const service = given.make();
      const { id } = await sync();
      await given.finished(service, id);
      const again = await sync();
      expect((await given.finished(service, again.id)).state).toBe('succeeded');
    });

    it('may follow one that was lost', async () => {
      const { id } = await sync();
      await given.store.endLost('2999-01-01T00:00:00.000Z');
      expect((await given.store.get(id))?.state).toBe('unknown');
      expect((await sync()).state).toBe('pending');
    });

    it('of two clusters run at once', async () => {
      await seedCluster(given.knex, { id: 'c2', name: 'west' });
      await seedResources(given.knex, [repo('c2')]);
      await sync();
      expect((await sync('c2')).state).toBe('pending');
    });

    it('keep no reconciliation from the same cluster', async () => {
      await sync();
      const reconcile = () => given.reconcile(given.make(), repo('c1').id);
      expect((await reconcile()).state).toBe('pending');
      expect((await reconcile()).state).toBe('pending');
    });
  },
);
