import { TestDatabases } from '@backstage/backend-test-utils';
import { makeResource } from '../__testUtils__/seedResources';
import { setupOperations } from '../__testUtils__/setupOperations';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

const web = makeResource({ cluster_id: 'c1', name: 'web' });
const api = makeResource({ cluster_id: 'c1', name: 'api' });

describe.each(databases.eachSupportedId())(
  'An operation whose worker may vanish, %s',
  databaseId => {
    const given = setupOperations({
      databases,
      databaseId,
      rows: [web, api],
      living: [web, api],
    });
    const { make, reconcile, finished, activities } = given;

    it('is never read as ended with targets from before the end', async () => {
      const service = make();
      const { id } = await reconcile(service, web.id);
      await finished(service, id);
      const order: string[] = [];
      const read = (_: unknown, { sql }: { sql: string }) =>
        /from .operations./.test(sql) && order.push('operation read');
      const ask = ({ sql }: { sql: string }) =>
        /from .operation_targets./.test(sql) && order.push('targets asked');
      const { knex } = given;
      knex.on('query-response', read).on('query', ask);
      await given.store.get(id);
      knex.off('query-response', read).off('query', ask);
      expect(order.slice(0, 2)).toEqual(['operation read', 'targets asked']);
    });

    it('leaves nothing running when the portal stops, and what was done as it was', async () => {
      given.cluster.silent.add('web');
      const service = make();
      const { id } = await reconcile(service, web.id, api.id);
      for (let tries = 0; tries < 500; tries++) {
        const { targets } = await service.get(id);
        if (targets[1].outcome) break;
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      await service.stop();
      expect(await service.get(id)).toMatchObject({
        state: 'unknown',
        targets: [
          {
            state: 'unknown',
            outcome: 'interrupted',
            message: expect.stringContaining('may or may not'),
          },
          { state: 'succeeded', outcome: 'ready' },
        ],
      });
      expect(await activities().orderBy('name')).toMatchObject([
        { name: 'api', outcome: 'ready' },
        { name: 'web', outcome: 'interrupted' },
      ]);
    });

    it('keeps what it works on alive, however long nothing changes', async () => {
      given.cluster.silent.add('web').add('api');
      const service = make();
      const { id } = await reconcile(service, web.id);
      for (let tries = 0; tries < 500; tries++) {
        const [{ steps }] = (await service.get(id)).targets;
        if (steps[0]?.message) break;
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      await given.knex('operations').update({
        updated_at: '2020-01-01T00:00:00.000Z',
      });
      await service.start();
      expect((await service.get(id)).state).toBe('running');
    });

    it('does not end an operation whose heart beat after all', async () => {
      given.cluster.silent.add('web').add('api');
      const service = make();
      const { id } = await reconcile(service, web.id);
      expect(await given.store.interrupt(id, '2020-01-01T00:00:00.000Z')).toBe(
        false,
      );
      expect((await service.get(id)).finishedAt).toBeUndefined();
    });

    it('writes nothing more to an operation that another replica ended', async () => {
      given.cluster.silent.add('web').add('api');
      const service = make();
      const { id } = await reconcile(service, web.id);
      await given.store.interrupt(id);
      const [target] = (await given.store.get(id))!.targets;
      expect(
        await given.store.saveTarget(id, 0, {
          ...target,
          state: 'succeeded',
          outcome: 'ready',
        }),
      ).toBe(false);
      await given.store.finish(id, 'succeeded');
      expect(await given.store.get(id)).toMatchObject({
        state: 'unknown',
        targets: [{ outcome: 'interrupted' }],
      });
    });
  },
);
