import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { ResourceList } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import request from 'supertest';
import {
  makeResource,
  seedCluster,
  seedResources,
} from '../__testUtils__/seedResources';
import { startPlugin } from '../__testUtils__/startPlugin';
import { startRouter, userHeaders } from '../__testUtils__/startRouter';
import { applyMigrations } from '../database/applyMigrations';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('the routes that say by their path what others say by a field', () => {
  let knex: Knex;
  let api: ReturnType<typeof request>;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    await applyMigrations(mockServices.database({ knex }));
    for (const name of ['east', 'west']) {
      await seedCluster(knex, { id: `c-${name}`, name });
    }
    await seedResources(knex, [
      makeResource({ cluster_id: 'c-east', name: 'cart', status: 'failed' }),
      makeResource({ cluster_id: 'c-east', name: 'shop' }),
      makeResource({ cluster_id: 'c-west', name: 'cart' }),
    ]);
    // Now that they are there: it loads them when it starts.
    const backend = await startPlugin({ knex });
    stop = () => backend.stop();
    api = request(backend.server);
  });
  afterAll(() => stop());

  const get = (path: string) => api.get(`/api/fluxcd${path}`).set(userHeaders);

  it('list the resources of one cluster, with its counts and those of no other', async () => {
    const { body }: { body: ResourceList } = await get(
      '/v1/clusters/c-east/resources?sort=name',
    ).expect(200);
    expect(body.items.map(r => `${r.clusterName}/${r.name}`)).toEqual([
      'east/cart',
      'east/shop',
    ]);
    expect(body.total).toBe(2);
    expect(body.facets.cluster).toMatchObject([{ value: 'c-east', count: 2 }]);
    expect(body.freshness.map(f => f.clusterId)).toEqual(['c-east']);
    const { body: failed } = await get(
      '/v1/clusters/c-east/resources?status=failed',
    ).expect(200);
    expect(failed.items).toMatchObject([{ name: 'cart' }]);
  });

  it('take no cluster beside that of the path, and answer 404 where there is none', async () => {
    const { body } = await get(
      '/v1/clusters/c-east/resources?cluster=c-west',
    ).expect(400);
    expect(body.error.message).toContain('cluster');
    await get('/v1/clusters/nobody/resources').expect(404);
  });

  it('replace all that a cluster is called, and leave alone how it is kept current', async () => {
    const url = '/api/fluxcd/v1/clusters/c-west';
    await api
      .patch(url)
      .set(userHeaders)
      .send({
        title: 'West',
        description: 'Pays the bills',
        environment: 'production',
        labels: { tier: 'gold' },
        sync: { auto: false },
      })
      .expect(200);
    const { body } = await api
      .put(url)
      .set(userHeaders)
      .send({ title: 'Far West' })
      .expect(200);
    expect(body).toMatchObject({
      title: 'Far West',
      labels: {},
      sync: { auto: false, overridden: { auto: true } },
    });
    expect(body).not.toHaveProperty('description');
    expect(body).not.toHaveProperty('environment');
    expect(
      await knex('activities').where({ action: 'cluster.update' }),
    ).toMatchObject([
      { outcome: 'succeeded', cluster_name: 'west' },
      { outcome: 'succeeded', cluster_name: 'west' },
    ]);
  });

  it('replace nothing of a cluster that its source describes', async () => {
    await knex('clusters')
      .where({ id: 'c-east' })
      .update({ source: 'azure-aks' });
    const { status } = await api
      .put('/api/fluxcd/v1/clusters/c-east')
      .set(userHeaders)
      .send({});
    expect(status).toBe(409);
  });

  it('name the field that breaks a rule', async () => {
    const { body } = await api
      .put('/api/fluxcd/v1/clusters/c-west')
      .set(userHeaders)
      .send({ name: 'other' })
      .expect(400);
    expect(body.error.message).toContain('name');
  });
});

describe('POST /v1/resources/reconcile', () => {
  async function ask(allowed: (permission: string) => boolean) {
    const asked: string[] = [];
    const answer = jest.fn().mockRejectedValue(new Error('stop here'));
    const { backend, api } = await startRouter({
      answer,
      permissions: mockServices.permissions.mock({
        authorize: async requests =>
          requests.map(({ permission: { name } }) => {
            asked.push(name);
            return {
              result: allowed(name)
                ? AuthorizeResult.ALLOW
                : AuthorizeResult.DENY,
            };
          }),
      }),
    });
    const { status } = await api
      .post('/api/fluxcd/v1/resources/reconcile')
      .set(userHeaders)
      .send({ targets: [{ resourceId: 'r-1' }] });
    await backend.stop();
    return { asked, status, answer };
  }

  it('needs what the operation needs, and asks for the very same one', async () => {
    const { asked, answer } = await ask(() => true);
    expect(asked).toEqual(['fluxcd.read', 'fluxcd.resource.reconcile']);
    expect(answer.mock.calls[0].slice(0, 2)).toEqual([
      'reconcileResources',
      expect.objectContaining({
        body: {
          type: 'reconcile',
          withSource: false,
          targets: [{ resourceId: 'r-1' }],
        },
      }),
    ]);
  });

  it.each(['fluxcd.read', 'fluxcd.resource.reconcile'])(
    'is refused without %s',
    async missing => {
      const { status, answer } = await ask(name => name !== missing);
      expect(status).toBe(403);
      expect(answer).not.toHaveBeenCalled();
    },
  );
});

describe('GET /v1/settings', () => {
  it('needs the permission of its own', async () => {
    const answer = jest.fn();
    const { backend, api } = await startRouter({
      answer,
      permissions: mockServices.permissions.mock({
        authorize: async requests =>
          requests.map(({ permission }) => ({
            result:
              permission.name === 'fluxcd.settings.read'
                ? AuthorizeResult.DENY
                : AuthorizeResult.ALLOW,
          })),
      }),
    });
    const { body } = await api
      .get('/api/fluxcd/v1/settings')
      .set(userHeaders)
      .expect(403);
    expect(body.error.message).toContain('fluxcd.settings.read');
    expect(answer).not.toHaveBeenCalled();
    await backend.stop();
  });
});
