import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { setupPortal } from './__testUtils__/setupPortal';

jest.setTimeout(180_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const user = { Authorization: mockCredentials.user.header() };

describe('the plugin, acting', () => {
  const portal = setupPortal(databases);
  const { api, get, post, list, find, reconcile } = portal;

  it('reconciles a resource after its source, and tells what came of it', async () => {
    const operation = await reconcile('web', true);
    expect(operation).toMatchObject({
      state: 'succeeded',
      requestedBy: 'user:default/mock',
      targets: [
        {
          outcome: 'ready',
          message: 'Applied revision: main@sha1:feed',
          steps: [
            { kind: 'GitRepository', name: 'repo', outcome: 'ready' },
            { kind: 'Kustomization', name: 'web', outcome: 'ready' },
          ],
        },
      ],
    });
    const record = { actor: 'user:default/mock', operation_id: operation.id };
    expect(await portal.knex('activities').where(record)).toMatchObject([
      { action: 'resource.reconcile', outcome: 'ready', name: 'web' },
    ]);
  });

  it('refuses a suspended resource, with the way out', async () => {
    const { id } = await find('paused');
    const { body } = await post('/v1/operations')
      .send({ type: 'reconcile', targets: [{ resourceId: id }] })
      .expect(409);
    expect(body.error).toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('Resume it first'),
    });
  });

  it('refuses a kubeconfig that would run a program, and stores nothing', async () => {
    const kubeconfig = portal.cluster
      .kubeconfig()
      .replace(/token: .*/, 'exec: {command: touch}');
    const { body } = await post('/v1/clusters')
      .send({ name: 'evil', credentials: { type: 'kubeconfig', kubeconfig } })
      .expect(400);
    expect(body.error.message).toContain('exec');
    expect(await portal.knex('clusters').where({ name: 'evil' })).toEqual([]);
    expect(
      await portal.knex('activities').where({ cluster_name: 'evil' }),
    ).toMatchObject([{ action: 'cluster.create', outcome: 'failed' }]);
  });

  it('does nothing that it cannot record', async () => {
    const credentials = {
      type: 'kubeconfig',
      kubeconfig: portal.cluster.kubeconfig(),
    };
    await portal.knex.schema.renameTable('activities', 'hidden');
    const created = await post('/v1/clusters').send({ name: 'x', credentials });
    const deleted = await api()
      .delete(`/api/fluxcd/v1/clusters/${portal.clusterId}`)
      .set(user);
    await portal.knex.schema.renameTable('hidden', 'activities');
    expect([created.status, deleted.status]).toEqual([500, 500]);
    expect(created.body.error.message).toMatch(/^Internal error/);
    expect((await get('/v1/clusters')).body.items).toHaveLength(1);
  });

  it('forgets a cluster that is removed', async () => {
    await api()
      .delete(`/api/fluxcd/v1/clusters/${portal.clusterId}`)
      .set(user)
      .expect(204);
    await get(`/v1/clusters/${portal.clusterId}`).expect(404);
    expect((await list()).total).toBe(0);
    expect(
      await portal.knex('activities').where({ action: 'cluster.delete' }),
    ).toMatchObject([{ outcome: 'succeeded', cluster_name: 'sim' }]);
  });
});
