import { TestDatabases } from '@backstage/backend-test-utils';
import { makeResource } from '../__testUtils__/seedResources';
import { setupOperations } from '../__testUtils__/setupOperations';
import { KubernetesError } from '../kubernetes/KubernetesError';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';

const web = makeResource({ cluster_id: 'c1', name: 'web' });
const api = makeResource({ cluster_id: 'c1', name: 'api' });
const alert = makeResource({ cluster_id: 'c1', name: 'bell', kind: 'Alert' });

describe.each(databases.eachSupportedId())(
  'OperationService, %s',
  databaseId => {
    const given = setupOperations({
      databases,
      databaseId,
      rows: [web, api, alert],
      living: [web, api],
    });
    const { actor, make, reconcile, finished, activities } = given;

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
      expect(given.cluster.requests[0]).toMatchObject({
        path: '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/apps/kustomizations/web',
        query: { fieldManager: 'backstage-fluxcd' },
        contentType: 'application/merge-patch+json',
      });
    });

    it('tells what Flux has not done yet', async () => {
      given.cluster.silent.add('web').add('api');
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
      given.cluster.objects.delete('api');
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
        () => (given.cluster.objects.get('web')!.spec = { suspend: true }),
        web.id,
        /ConflictError.*suspended.*Resume it first/,
      ],
      [
        'being deleted',
        () =>
          (given.cluster.objects.get('web')!.metadata.deletionTimestamp =
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
      async (_, arrange, id, error) => {
        arrange();
        const refused = await reconcile(make(), id).catch(
          e => `${e.name} ${e}`,
        );
        expect(refused).toMatch(error);
        expect(given.cluster.requests).toEqual([]);
        expect(await activities()).toEqual([]);
      },
    );

    it('does nothing that it cannot record', async () => {
      await given.knex.schema.renameTable('activities', 'hidden');
      try {
        await expect(reconcile(make(), web.id)).rejects.toThrow();
      } finally {
        await given.knex.schema.renameTable('hidden', 'activities');
      }
      expect(given.cluster.requests).toEqual([]);
      expect(await given.knex('operations').select()).toEqual([]);
    });

    it('tells that the cluster does not answer', async () => {
      given.cluster.down = new KubernetesError('It does not answer', {
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
      given.cluster.objects.get('web')!.status = {
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
      const tokens = given.cluster.requests.map(
        r => (r.body as any).metadata.annotations[REQUESTED_AT],
      );
      expect(new Set(tokens).size).toBe(2);
    });

    it('tells of one target alone, however many it works on', async () => {
      const service = make();
      const { id } = await reconcile(service, web.id, api.id);
      await finished(service, id);
      const about = async (resourceId: string) => {
        const { targets, ...rest } = await service.get(id, { resourceId });
        return { state: rest.state, names: targets.map(t => t.name) };
      };
      expect(await about(api.id)).toEqual({
        state: 'succeeded',
        names: ['api'],
      });
      expect((await about('nobody')).names).toEqual([]);
    });

    it('knows no operation that there is not', async () => {
      await expect(make().get('nobody')).rejects.toThrow('no such operation');
    });
  },
);
