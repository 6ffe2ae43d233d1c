import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { FakeCluster } from '../__testUtils__/FakeCluster';
import {
  makeResource,
  seedCluster,
  seedResources,
} from '../__testUtils__/seedResources';
import { ActivityStore } from '../activity/ActivityStore';
import { applyMigrations } from '../database/applyMigrations';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { ResourceStore } from '../resources/ResourceStore';
import { OperationService } from './OperationService';
import { OperationStore } from './OperationStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';
const actor = 'user:default/ada';

const web = makeResource({ cluster_id: 'c1', name: 'web' });
const api = makeResource({ cluster_id: 'c1', name: 'api' });
const alert = makeResource({ cluster_id: 'c1', name: 'bell', kind: 'Alert' });

describe.each(databases.eachSupportedId())(
  'OperationService, %s',
  databaseId => {
    let knex: Knex;
    let cluster: FakeCluster;
    let store: OperationStore;
    const started: OperationService[] = [];

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      await applyMigrations(mockServices.database({ knex }));
      await seedCluster(knex, { id: 'c1', name: 'east' });
      await seedResources(knex, [web, api, alert]);
    });

    beforeEach(async () => {
      await knex('operations').delete();
      await knex('activities').delete();
      cluster = new FakeCluster(['web', 'api']);
      store = new OperationStore({
        knex,
        activities: new ActivityStore({ knex }),
      });
    });

    afterEach(async () => {
      await Promise.all(started.splice(0).map(service => service.stop()));
    });

    function make() {
      const service = new OperationService({
        store,
        resources: new ResourceStore({ knex }),
        connector: { connect: async () => cluster },
        logger: mockServices.logger.mock(),
        pollIntervalMs: 5,
      });
      started.push(service);
      return service;
    }
    const reconcile = (service: OperationService, ...ids: string[]) =>
      service.create(
        {
          type: 'reconcile',
          withSource: false,
          targets: ids.map(resourceId => ({ resourceId })),
        },
        { actor },
      );
    const finished = async (service: OperationService, id: string) => {
      for (let tries = 0; tries < 2000; tries++) {
        const operation = await service.get(id);
        if (operation.finishedAt) return operation;
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      throw new Error('the operation did not end');
    };
    const activities = () =>
      knex('activities').select('actor', 'action', 'outcome', 'name');

    it('answers at once, and tells the observed outcome later', async () => {
      const service = make();
      const operation = await reconcile(service, web.id);
      expect(operation).toMatchObject({ state: 'pending', requestedBy: actor });
      expect(await finished(service, operation.id)).toMatchObject({
        state: 'succeeded',
        targets: [
          {
            resourceId: web.id,
            clusterName: 'east',
            state: 'succeeded',
            outcome: 'ready',
            steps: [{ name: 'web', outcome: 'ready' }],
          },
        ],
      });
      expect(await activities()).toEqual([
        {
          actor,
          action: 'resource.reconcile',
          outcome: 'ready',
          name: 'web',
        },
      ]);
      expect(cluster.requests[0]).toMatchObject({
        path: '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/apps/kustomizations/web',
        query: { fieldManager: 'backstage-fluxcd' },
        contentType: 'application/merge-patch+json',
      });
    });

    it('tells what Flux has not done yet', async () => {
      cluster.silent.add('web').add('api');
      const service = make();
      const { id } = await reconcile(service, web.id);
      let operation = await service.get(id);
      for (
        let t = 0;
        t < 500 && operation.targets[0].steps[0]?.state !== 'running';
        t++
      ) {
        await new Promise(resolve => setTimeout(resolve, 10));
        operation = await service.get(id);
      }
      expect(operation).toMatchObject({
        state: 'running',
        targets: [{ state: 'running', steps: [{ state: 'running' }] }],
      });
      expect(await activities()).toMatchObject([{ outcome: 'initiated' }]);
    });

    it('works on many targets, each with an outcome and a record of its own', async () => {
      cluster.objects.delete('api');
      const service = make();
      const { id } = await reconcile(service, web.id, api.id, alert.id, web.id);
      const { state, targets } = await finished(service, id);
      expect(state).toBe('failed');
      expect(targets.map(t => [t.name, t.outcome])).toEqual([
        ['web', 'ready'],
        ['api', 'gone'],
        ['bell', 'gone'],
      ]);
      expect(await activities()).toHaveLength(3);
    });

    it.each<[string, () => void, string, RegExp]>([
      [
        'suspended',
        () => (cluster.objects.get('web')!.spec = { suspend: true }),
        web.id,
        /ConflictError.*suspended.*Resume it first/,
      ],
      [
        'being deleted',
        () =>
          (cluster.objects.get('web')!.metadata.deletionTimestamp =
            '2026-11-20T08:00:00Z'),
        web.id,
        /ConflictError.*is being deleted/,
      ],
      [
        'of a kind that Flux does not reconcile',
        () => {},
        alert.id,
        /InputError.*Alert/,
      ],
      ['unknown', () => {}, 'nobody', /NotFoundError.*targets\.0\.resourceId/],
    ])(
      'refuses a target that is %s, and does nothing',
      async (_, given, id, error) => {
        given();
        const refused = await reconcile(make(), id).catch(
          e => `${e.name} ${e}`,
        );
        expect(refused).toMatch(error);
        expect(cluster.requests).toEqual([]);
        expect(await activities()).toEqual([]);
      },
    );

    it('does nothing that it cannot record', async () => {
      await knex.schema.renameTable('activities', 'hidden');
      try {
        await expect(reconcile(make(), web.id)).rejects.toThrow();
      } finally {
        await knex.schema.renameTable('hidden', 'activities');
      }
      expect(cluster.requests).toEqual([]);
      expect(await knex('operations').select()).toEqual([]);
    });

    it('tells that the cluster does not answer', async () => {
      cluster.down = new KubernetesError('It does not answer', {
        reason: 'unreachable',
      });
      const service = make();
      const { id } = await reconcile(service, web.id);
      expect(await finished(service, id)).toMatchObject({
        state: 'failed',
        targets: [{ outcome: 'unreachable', message: 'It does not answer' }],
      });
    });

    it('stores what Flux says, whatever characters are in it', async () => {
      cluster.objects.get('web')!.status = {
        conditions: [
          { type: 'Ready', status: 'False', message: 'half \ud83d of 🚢\0' },
        ],
      };
      const service = make();
      const { id } = await reconcile(service, web.id);
      const [target] = (await finished(service, id)).targets;
      expect(target.outcome).toBe('failed');
      expect(target.message).toMatch(/^half . of 🚢/u);
    });

    it('lets two people ask for the same at once, each with an answer', async () => {
      const service = make();
      const [a, b] = await Promise.all([
        reconcile(service, web.id),
        reconcile(service, web.id),
      ]);
      expect((await finished(service, a.id)).state).toBe('succeeded');
      expect((await finished(service, b.id)).state).toBe('succeeded');
      const tokens = cluster.requests.map(
        r => (r.body as any).metadata.annotations[REQUESTED_AT],
      );
      expect(new Set(tokens).size).toBe(2);
    });

    it('leaves nothing running when the portal stops, and what was done as it was', async () => {
      cluster.silent.add('web');
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
      cluster.silent.add('web').add('api');
      const service = make();
      const { id } = await reconcile(service, web.id);
      for (let tries = 0; tries < 500; tries++) {
        const [{ steps }] = (await service.get(id)).targets;
        if (steps[0]?.message) break;
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      await knex('operations').update({
        updated_at: '2020-01-01T00:00:00.000Z',
      });
      await service.start();
      expect((await service.get(id)).state).toBe('running');
    });

    it('does not end an operation whose heart beat after all', async () => {
      cluster.silent.add('web').add('api');
      const service = make();
      const { id } = await reconcile(service, web.id);
      expect(await store.interrupt(id, '2020-01-01T00:00:00.000Z')).toBe(false);
      expect((await service.get(id)).finishedAt).toBeUndefined();
    });

    it('writes nothing more to an operation that another replica ended', async () => {
      cluster.silent.add('web').add('api');
      const service = make();
      const { id } = await reconcile(service, web.id);
      await store.interrupt(id);
      const [target] = (await store.get(id))!.targets;
      expect(
        await store.saveTarget(id, 0, {
          ...target,
          state: 'succeeded',
          outcome: 'ready',
        }),
      ).toBe(false);
      await store.finish(id, 'succeeded');
      expect(await store.get(id)).toMatchObject({
        state: 'unknown',
        targets: [{ outcome: 'interrupted' }],
      });
    });

    it('knows no operation that there is not', async () => {
      await expect(make().get('nobody')).rejects.toThrow('no such operation');
    });
  },
);
