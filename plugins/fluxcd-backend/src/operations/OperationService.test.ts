import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { FluxObject } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import {
  makeResource,
  seedCluster,
  seedResources,
} from '../__testUtils__/seedResources';
import { ActivityStore } from '../activity/ActivityStore';
import { applyMigrations } from '../database/applyMigrations';
import type { KubernetesRequest } from '../kubernetes/KubernetesClient';
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

/** A cluster in memory: what is asked to reconcile is ready at the next look. */
class FakeCluster {
  readonly objects = new Map<string, FluxObject>();
  readonly requests: KubernetesRequest[] = [];
  down: KubernetesError | undefined;
  answers = true;

  constructor(names: string[]) {
    for (const name of names) {
      this.objects.set(name, {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name, namespace: 'apps', uid: `uid-${name}` },
        spec: {},
        status: { conditions: [{ type: 'Ready', status: 'True' }] },
      });
    }
  }

  async request<T>(request: KubernetesRequest): Promise<T> {
    if (this.down) throw this.down;
    const object = this.objects.get(request.path.split('/').at(-1) ?? '');
    if (!object) {
      throw new KubernetesError('no such object', {
        reason: 'not-found',
        status: 404,
        statusReason: 'NotFound',
      });
    }
    if (request.method === 'PATCH') {
      this.requests.push(request);
      const { annotations } = (request.body as any).metadata;
      object.metadata.annotations = annotations;
      if (this.answers) {
        object.status!.lastHandledReconcileAt = annotations[REQUESTED_AT];
      }
    }
    return structuredClone(object) as T;
  }

  async stream(): Promise<AsyncIterable<Buffer>> {
    throw new Error('not streamed here');
  }

  async close() {}
}

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
      cluster.answers = false;
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

    it('leaves nothing running when the portal stops', async () => {
      cluster.answers = false;
      const service = make();
      const { id } = await reconcile(service, web.id);
      await service.stop();
      expect(await service.get(id)).toMatchObject({
        state: 'unknown',
        targets: [
          {
            state: 'unknown',
            outcome: 'interrupted',
            message: expect.stringContaining('may or may not'),
          },
        ],
      });
      expect(await activities()).toMatchObject([{ outcome: 'interrupted' }]);
    });

    it('ends what a killed portal left open, and nothing that is alive', async () => {
      cluster.answers = false;
      const alive = make();
      const kept = await reconcile(alive, api.id);
      // As a process leaves it that was killed an hour ago: nobody works on it.
      const lost = {
        ...kept,
        id: 'lost',
        createdAt: '2020-01-01T00:00:00.000Z',
      };
      await store.create(lost);

      await make().start();
      expect(await alive.get(lost.id)).toMatchObject({
        state: 'unknown',
        finishedAt: expect.any(String),
        targets: [{ outcome: 'interrupted' }],
      });
      expect((await alive.get(kept.id)).finishedAt).toBeUndefined();
    });

    it('writes nothing more to an operation that another replica ended', async () => {
      cluster.answers = false;
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
