import { randomBytes } from 'node:crypto';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  fluxcdPermissions,
  type Operation,
  type Resource,
  type ResourceList,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  type KubeSim,
  type SimCluster,
  spawnKubeSim,
} from '@internal/kube-sim';
import type { Knex } from 'knex';
import request from 'supertest';
import fluxcdPlugin from '.';
import { makeEvents, makeFluxObjects } from './__testUtils__/makeFluxObjects';
import { playController } from './__testUtils__/playController';

jest.setTimeout(180_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const user = { Authorization: mockCredentials.user.header() };
const key = `${randomBytes(32).toString('base64url')}=`;

function start(options: { knex?: Knex; keys?: string[]; allow?: boolean }) {
  const { knex, keys = [key], allow = true } = options;
  return startTestBackend({
    features: [
      fluxcdPlugin,
      mockServices.permissions.factory({
        result: allow ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
      }),
      mockServices.rootConfig.factory({
        data: {
          permission: { enabled: true },
          fluxcd: {
            encryption: { keys },
            clusters: { allowedCidrs: ['127.0.0.0/8'] },
          },
        },
      }),
      ...(knex
        ? [
            createServiceFactory({
              service: coreServices.database,
              deps: {},
              factory: () => mockServices.database({ knex }),
            }),
          ]
        : []),
    ],
  });
}

describe('the plugin', () => {
  it('does not start without a key, and says how to make one', async () => {
    await expect(start({ keys: [] })).rejects.toThrow(/fluxcd:key/);
  });

  it('tells Backstage of its permissions', async () => {
    const backend = await start({});
    const { body } = await request(backend.server)
      .get('/api/fluxcd/.well-known/backstage/permissions/metadata')
      .set(user);
    expect(body.permissions.map((p: { name: string }) => p.name)).toEqual(
      fluxcdPermissions.map(p => p.name),
    );
    await backend.stop();
  });

  it('shows nothing to those who may not see it', async () => {
    const backend = await start({ allow: false });
    const api = request(backend.server);
    for (const path of ['clusters', 'resources', 'operations/x']) {
      const { status } = await api.get(`/api/fluxcd/v1/${path}`).set(user);
      expect({ path, status }).toEqual({ path, status: 403 });
    }
    await backend.stop();
  });
});

describe('the plugin with a cluster', () => {
  let sim: KubeSim;
  let cluster: SimCluster;
  let backend: TestBackend;
  let knex: Knex;
  let stopController: () => Promise<void>;
  let clusterId: string;

  const api = () => request(backend.server);
  const get = (path: string) => api().get(`/api/fluxcd${path}`).set(user);
  const post = (path: string) => api().post(`/api/fluxcd${path}`).set(user);
  const list = async (query = ''): Promise<ResourceList> =>
    (await get(`/v1/resources${query}`).expect(200)).body;
  const find = async (name: string): Promise<Resource> => {
    const found = (await list(`?text=${name}`)).items.find(
      r => r.name === name,
    );
    if (!found) throw new Error(`${name} is not listed`);
    return found;
  };
  async function until<T>(look: () => Promise<T | false | undefined>) {
    for (let tries = 0; tries < 600; tries++) {
      const seen = await look();
      if (seen) return seen;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    throw new Error('it did not come about within a minute');
  }
  async function reconcile(name: string, withSource = false) {
    const { id } = await find(name);
    const { body } = await post('/v1/operations')
      .send({ type: 'reconcile', withSource, targets: [{ resourceId: id }] })
      .expect(202);
    return until<Operation>(async () => {
      const now: Operation = (
        await get(`/v1/operations/${body.id}`).expect(200)
      ).body;
      return now.finishedAt !== undefined && now;
    });
  }

  beforeAll(async () => {
    sim = await spawnKubeSim({
      clusters: [
        { name: 'sim', objects: [...makeFluxObjects(), ...makeEvents()] },
      ],
    });
    cluster = sim.clusters.sim;
    stopController = playController(cluster, [
      '/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories/repo',
      '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/apps/kustomizations/web',
    ]);
    knex = await databases.init('SQLITE_3');
    backend = await start({ knex });

    const { body } = await post('/v1/clusters')
      .send({
        name: 'sim',
        title: 'The simulated one',
        credentials: { type: 'kubeconfig', kubeconfig: cluster.kubeconfig() },
      })
      .expect(201);
    clusterId = body.id;
    await until(async () => (await list()).total === makeFluxObjects().length);
  });

  afterAll(async () => {
    await backend?.stop();
    await stopController?.();
    await sim?.stop();
  });

  it('shows the cluster as connected, with what runs in it', async () => {
    const { body } = await until(async () => {
      const answer = await get(`/v1/clusters/${clusterId}`).expect(200);
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
      { value: clusterId, label: 'The simulated one', count: items.length },
    ]);
    expect(freshness).toMatchObject([{ clusterId, clusterName: 'sim' }]);
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
      `/v1/clusters/${clusterId}`,
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
      expect(text).not.toContain(cluster.tokens.admin);
    }
    const tables = ['clusters', 'resources', 'activities', 'cluster_kinds'];
    for (const table of tables) {
      const dump = JSON.stringify(await knex(table).select());
      expect(dump).not.toMatch(/canary/i);
      expect(dump).not.toContain(cluster.tokens.admin);
    }
  });

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
    expect(await knex('activities').where(record)).toMatchObject([
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

  it('drops a resource that is deleted in the cluster', async () => {
    const { id } = await find('short-lived');
    await cluster.control({
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

  it('refuses a kubeconfig that would run a program, and stores nothing', async () => {
    const kubeconfig = cluster
      .kubeconfig()
      .replace(/token: .*/, 'exec: {command: touch}');
    const { body } = await post('/v1/clusters')
      .send({ name: 'evil', credentials: { type: 'kubeconfig', kubeconfig } })
      .expect(400);
    expect(body.error.message).toContain('exec');
    expect(await knex('clusters').where({ name: 'evil' })).toEqual([]);
    expect(
      await knex('activities').where({ cluster_name: 'evil' }),
    ).toMatchObject([{ action: 'cluster.create', outcome: 'failed' }]);
  });

  it('does nothing that it cannot record', async () => {
    const credentials = {
      type: 'kubeconfig',
      kubeconfig: cluster.kubeconfig(),
    };
    await knex.schema.renameTable('activities', 'hidden');
    const created = await post('/v1/clusters').send({ name: 'x', credentials });
    const deleted = await api()
      .delete(`/api/fluxcd/v1/clusters/${clusterId}`)
      .set(user);
    await knex.schema.renameTable('hidden', 'activities');
    expect([created.status, deleted.status]).toEqual([500, 500]);
    expect(created.body.error.message).toMatch(/^Internal error/);
    expect((await get('/v1/clusters')).body.items).toHaveLength(1);
  });

  it('shows what it knows of a cluster that does not answer', async () => {
    const { id } = await find('web');
    await cluster.control({ type: 'pause' });
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
    await cluster.control({ type: 'resume' });
  });

  it('forgets a cluster that is removed', async () => {
    await api()
      .delete(`/api/fluxcd/v1/clusters/${clusterId}`)
      .set(user)
      .expect(204);
    await get(`/v1/clusters/${clusterId}`).expect(404);
    expect((await list()).total).toBe(0);
    expect(
      await knex('activities').where({ action: 'cluster.delete' }),
    ).toMatchObject([{ outcome: 'succeeded', cluster_name: 'sim' }]);
  });
});
