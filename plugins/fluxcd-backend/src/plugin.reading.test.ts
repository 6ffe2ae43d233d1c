import { TestDatabases } from '@backstage/backend-test-utils';
import { setupPortal } from './__testUtils__/setupPortal';

jest.setTimeout(180_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('the plugin, read', () => {
  const portal = setupPortal(databases);
  const { get, list, find, until, reconcile } = portal;

  it('shows the cluster as connected, with what runs in it', async () => {
    const { body } = await until(async () => {
      const answer = await get(`/v1/clusters/${portal.clusterId}`).expect(200);
      return answer.body.connection.state === 'connected' && answer;
    });
    expect(body).toMatchObject({
      name: 'sim',
      title: 'The simulated one',
      createdBy: 'user:default/mock',
      kubernetesVersion: expect.stringMatching(/^v1\./),
      resourceCounts: { byStatus: { ready: 3, suspended: 1, failed: 1 } },
    });
    expect((await get('/v1/clusters')).body.items).toHaveLength(1);
  });

  it('lists the resources with their status, worst first', async () => {
    const { items, facets, freshness } = await list();
    expect(items.map(r => `${r.name} ${r.status}`).slice(0, 3)).toEqual([
      'broken failed',
      'short-lived progressing',
      'paused suspended',
    ]);
    expect(facets.cluster).toEqual([
      {
        value: portal.clusterId,
        label: 'The simulated one',
        count: items.length,
      },
    ]);
    expect(freshness).toMatchObject([
      { clusterId: portal.clusterId, clusterName: 'sim' },
    ]);
  });

  it('shows one resource live, linked to what belongs to it', async () => {
    const { id } = await find('web');
    const repo = await find('repo');
    const release = await find('release');
    const { body } = await get(`/v1/resources/${id}`).expect(200);
    expect(body).toMatchObject({
      live: true,
      resource: { id, name: 'web', status: 'ready', clusterName: 'sim' },
      conditions: [{ type: 'Ready', status: 'True' }],
      interval: '10m0s',
      facts: expect.arrayContaining([{ name: 'path', value: './web' }]),
      source: { kind: 'GitRepository', name: 'repo', resourceId: repo.id },
      sourceResource: { id: repo.id },
      inventory: [
        { kind: 'ConfigMap', name: 'settings', namespace: 'apps' },
        { kind: 'HelmRelease', name: 'release', resourceId: release.id },
        { kind: 'HelmRelease', name: 'unknown-to-us' },
      ],
      reconcile: { supported: true, withSource: true },
    });
    expect(body.inventory[2].resourceId).toBeUndefined();
  });

  it('lists the events about a resource, newest first', async () => {
    const { id } = await find('web');
    const { body } = await get(`/v1/resources/${id}/events`).expect(200);
    expect(body.items).toMatchObject([
      {
        reason: 'ReconciliationSucceeded',
        type: 'Normal',
        count: 3,
        revision: 'main@sha1:feed',
        reporter: 'kustomize-controller',
      },
      { reason: 'ArtifactFailed', type: 'Warning', count: 1 },
    ]);
  });

  it('lets nothing secret out by any route', async () => {
    const { items } = await list();
    const paths = [
      '/v1/clusters',
      `/v1/clusters/${portal.clusterId}`,
      '/v1/resources?limit=500',
      '/v1/resources?text=canary',
      ...items.flatMap(r => [
        `/v1/resources/${r.id}`,
        `/v1/resources/${r.id}/events`,
      ]),
    ];
    for (const path of paths) {
      const { text, status } = await get(path);
      expect({ path, status }).toEqual({ path, status: 200 });
      expect(text.replace(/text=canary/, '')).not.toMatch(/canary/i);
      expect(text).not.toContain(portal.cluster.tokens.admin);
    }
    const tables = ['clusters', 'resources', 'activities', 'cluster_kinds'];
    for (const table of tables) {
      const dump = JSON.stringify(await portal.knex(table).select());
      expect(dump).not.toMatch(/canary/i);
      expect(dump).not.toContain(portal.cluster.tokens.admin);
    }
  });

  it('drops a resource that is deleted in the cluster', async () => {
    const { id } = await find('short-lived');
    await portal.cluster.control({
      type: 'delete',
      group: 'kustomize.toolkit.fluxcd.io',
      kind: 'Kustomization',
      namespace: 'apps',
      name: 'short-lived',
    });
    // At once, though the row may still be there.
    expect((await get(`/v1/resources/${id}`)).status).toBe(404);
    await until(async () =>
      (await list()).items.every(r => r.name !== 'short-lived'),
    );
  });

  it('answers 404 to ids that nobody has', async () => {
    for (const path of [
      '/v1/clusters/nobody',
      '/v1/resources/nobody',
      '/v1/resources/nobody/events',
      '/v1/operations/nobody',
    ]) {
      const { status } = await get(path);
      expect({ path, status }).toEqual({ path, status: 404 });
    }
  });

  it('shows what it knows of a cluster that does not answer', async () => {
    const { id } = await find('web');
    await portal.cluster.control({ type: 'pause' });
    const { body } = await get(`/v1/resources/${id}`).expect(200);
    expect(body).toMatchObject({
      live: false,
      liveMessage: expect.any(String),
      resource: { name: 'web' },
      reconcile: { supported: false },
    });
    await get(`/v1/resources/${id}/events`).expect(503);
    const operation = await reconcile('web');
    expect(operation.targets[0].outcome).toBe('unreachable');
    await portal.cluster.control({ type: 'resume' });
  });
});
