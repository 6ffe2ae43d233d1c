import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  FLUX_KINDS,
  FLUXCD_SIGNAL_CHANNEL,
  type FluxObject,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  type KubeObject,
  type KubeSim,
  type SimCluster,
  spawnKubeSim,
} from '@internal/kube-sim';
import type { SignalPayload } from '@backstage/plugin-signals-node';
import type { Knex } from 'knex';
import { insertCluster } from '../__testUtils__/fleetRows';
import { waitUntil } from '../__testUtils__/waitUntil';
import type { ClusterRecord } from '../clusters/ClusterRecord';
import { applyMigrations } from '../database/applyMigrations';
import { discoverKinds } from '../kubernetes/discoverKinds';
import { PooledKubernetesClient } from '../kubernetes/PooledKubernetesClient';
import { AddressGuard } from '../security/AddressGuard';
import { ConnectionStore } from './ConnectionStore';
import { FleetService } from './FleetService';
import { projectResource } from './projectResource';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const guard = new AddressGuard({ allowedCidrs: ['127.0.0.0/8', '::1/128'] });
const KUSTOMIZE = 'kustomize.toolkit.fluxcd.io';

function clientOf(sim: SimCluster, user: 'admin' | 'fluxcd' = 'fluxcd') {
  return new PooledKubernetesClient({
    connection: {
      server: sim.server,
      certificateAuthority: sim.caPem,
      getToken: async () => sim.tokens[user],
    },
    guard,
  });
}

function kustomization(name: string, more: Partial<KubeObject> = {}) {
  return {
    apiVersion: `${KUSTOMIZE}/v1`,
    kind: 'Kustomization',
    metadata: { name, namespace: 'apps' },
    spec: {
      interval: '10m',
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'fleet' },
      suspend: false,
    },
    status: {
      observedGeneration: 1,
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'ReconciliationSucceeded',
          message: 'Applied revision: main@sha1:abc',
          lastTransitionTime: '2026-11-20T10:00:00Z',
          observedGeneration: 1,
        },
      ],
    },
    ...more,
  } as KubeObject;
}

function bucket(name: string): KubeObject {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'Bucket',
    metadata: { name, namespace: 'apps' },
    spec: { bucketName: 'b', endpoint: 'minio.example.com', interval: '5m' },
  };
}

const controller: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'kustomize-controller',
    namespace: 'flux-system',
    labels: {
      'app.kubernetes.io/part-of': 'flux',
      'app.kubernetes.io/version': 'v2.9.4',
    },
  },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'x' } },
    template: {
      metadata: { labels: { app: 'x' } },
      spec: { containers: [{ name: 'manager', image: 'x:1' }] },
    },
  },
};

describe('FleetService on real API servers', () => {
  let sim: KubeSim;
  let knex: Knex;
  let fleet: FleetService;
  let connections: ConnectionStore;
  const published: SignalPayload[] = [];
  const clients: PooledKubernetesClient[] = [];
  const logger = mockServices.logger.mock();

  beforeAll(async () => {
    sim = await spawnKubeSim({
      clusters: ['one', 'two'].map(name => ({
        name,
        objects: [
          ...Array.from({ length: 5 }, (_, i) => kustomization(`${name}-${i}`)),
          bucket('assets'),
          controller,
        ],
      })),
    });
    knex = await databases.init('SQLITE_3');
    await applyMigrations({ getClient: async () => knex });
    connections = new ConnectionStore({ knex });
    await insertCluster(knex, 'one');
    await insertCluster(knex, 'two');
    fleet = FleetService.create({
      knex,
      connector: {
        async connect(clusterId) {
          const client = clientOf(sim.clusters[clusterId]);
          clients.push(client);
          return client;
        },
      },
      listClusters: async () =>
        [{ id: 'one' }, { id: 'two' }] as ClusterRecord[],
      syncOf: async () => ({ auto: true, resyncMinutes: 0 }),
      allSync: async () => () => ({ auto: true, resyncMinutes: 0 }),
      stopOf: async () => undefined,
      isCurrent: async () => true,
      logger,
      signals: {
        async publish(signal) {
          published.push(signal as SignalPayload);
        },
      },
    });
    await fleet.start();
  });

  afterAll(async () => {
    await fleet?.stop();
    await Promise.all(clients.map(client => client.close()));
    await sim?.stop();
  });

  /** Without what the writer adds: when it wrote, and what it remembers of what was before. */
  const rows = async (clusterId: string) =>
    (await knex('resources').where({ cluster_id: clusterId })).map(
      ({
        updated_at: _updatedAt,
        resource_version: _version,
        changed_at: _changedAt,
        settled_status: _settled,
        settled_since: _since,
        change_number: _number,
        inventory_digest: _inventoryDigest,
        // What a reader could tell apart of these is in the digest.
        status_since: _statusSince,
        last_reconciled_at: _lastReconciledAt,
        history_digest: _historyDigest,
        ...row
      }) => ({
        ...row,
        stalled: Boolean(row.stalled),
        retrying: Boolean(row.retrying),
        suspended: Boolean(row.suspended),
      }),
    );

  /** What an administrator sees in the cluster itself, projected. */
  const truth = async (clusterId: string) => {
    const client = clientOf(sim.clusters[clusterId], 'admin');
    const { signal } = new AbortController();
    const kinds = await discoverKinds({ call: work => work(client), signal });
    const found: unknown[] = [];
    for (const { kind, version } of kinds) {
      if (!version) continue;
      const { items } = await client.request<{ items: FluxObject[] }>({
        path: `/apis/${kind.group}/${version}/${kind.plural}`,
      });
      for (const object of items) {
        const {
          resource_version: _,
          // They become rows of the history.
          runs: _runs,
          inventory_digest: _inventoryDigest,
          managed: _managed,
          status_since: _statusSince,
          last_reconciled_at: _lastReconciledAt,
          history_digest: _historyDigest,
          ...row
        } = projectResource({
          clusterId,
          kind,
          version,
          object,
        });
        found.push(row);
      }
    }
    await client.close();
    return found;
  };

  const byId = (list: unknown[]) =>
    (list as Array<{ id: string }>).sort((a, b) => (a.id < b.id ? -1 : 1));
  const expectTruth = (clusterId: string) =>
    waitUntil(async () => {
      expect(byId(await rows(clusterId))).toEqual(byId(await truth(clusterId)));
    });
  const expectState = (clusterId: string, state: object) =>
    waitUntil(async () => {
      expect((await connections.get(clusterId))?.connection).toMatchObject(
        state,
      );
    });
  const kindOf = async (clusterId: string, kind: string) =>
    (await connections.kinds(clusterId)).find(k => k.kind === kind);
  const control = (clusterId: string) => sim.clusters[clusterId];
  const watches = async (clusterId: string) =>
    (await control(clusterId).control<{ watches: number }>({ type: 'stats' }))
      .watches;

  it('shows every cluster, its kinds, versions and resources', async () => {
    await expectState('one', { state: 'connected' });
    await expectState('two', { state: 'connected' });
    await expectTruth('one');
    await expectTruth('two');
    expect(await rows('one')).toHaveLength(6);
    await waitUntil(async () => {
      expect(await connections.get('one')).toMatchObject({
        kubernetesVersion: expect.stringMatching(/^v1\./),
        fluxVersion: 'v2.9.4',
      });
    });
    const kinds = await connections.kinds('one');
    expect(kinds).toHaveLength(FLUX_KINDS.length);
    expect(await kindOf('one', 'Kustomization')).toMatchObject({
      state: 'watching',
      version: 'v1',
      syncedAt: expect.any(String),
    });
    expect((await kindOf('one', 'Alert'))?.version).toBe('v1beta3');
  });

  it('follows what appears, changes and vanishes, and tells browsers ids only', async () => {
    published.length = 0;
    await control('one').control({
      type: 'put',
      objects: [
        kustomization('new'),
        kustomization('one-0', {
          spec: {
            interval: '10m',
            prune: true,
            sourceRef: { kind: 'GitRepository', name: 'fleet' },
            suspend: true,
          },
        }),
      ],
    });
    await control('one').control({
      type: 'delete',
      group: KUSTOMIZE,
      kind: 'Kustomization',
      namespace: 'apps',
      name: 'one-1',
    });
    await waitUntil(async () => {
      const found = await rows('one');
      expect(found.map(r => r.name)).toContain('new');
      expect(found.map(r => r.name)).not.toContain('one-1');
      expect(found.find(r => r.name === 'one-0')).toMatchObject({
        status: 'suspended',
        suspended: true,
      });
    });
    await expectTruth('one');
    await waitUntil(async () => {
      expect(
        published.map(signal => signal.message).find(m => 'clusterIds' in m),
      ).toEqual({
        type: 'resources-changed',
        clusterIds: expect.arrayContaining(['one']),
      });
    });
    for (const signal of published) {
      expect(signal).toMatchObject({
        recipients: { type: 'broadcast' },
        channel: FLUXCD_SIGNAL_CHANNEL,
      });
      expect(JSON.stringify(signal)).not.toMatch(/one-|Kustomization/);
    }
  });

  it('shows a killed cluster as disconnected, disturbs no other, and is right again when it is back', async () => {
    await control('one').control({ type: 'pause' });
    await expectState('one', {
      state: 'disconnected',
      reason: 'unreachable',
      lastContactAt: expect.any(String),
    });
    // The last rows known stay.
    expect((await rows('one')).length).toBeGreaterThan(0);

    await control('two').control({
      type: 'put',
      objects: [kustomization('meanwhile')],
    });
    await expectTruth('two');
    expect((await connections.get('two'))?.connection.state).toBe('connected');

    // A change and a deletion that nobody could watch.
    await control('one').control({
      type: 'delete',
      group: KUSTOMIZE,
      kind: 'Kustomization',
      namespace: 'apps',
      name: 'one-2',
    });
    await control('one').control({
      type: 'put',
      objects: [kustomization('unseen')],
    });
    await control('one').control({ type: 'resume' });
    await expectState('one', { state: 'connected' });
    await expectTruth('one');
    expect((await rows('one')).map(r => r.name)).toContain('unseen');
    expect((await rows('one')).map(r => r.name)).not.toContain('one-2');
  });

  it('resumes without a list when watches end, and lists when history is gone', async () => {
    const lists = async () =>
      (
        await control('one').control<Array<{ url?: string; path?: string }>>({
          type: 'takeRequests',
        })
      )
        .map(r => String(r.url ?? r.path))
        .filter(
          url => url.includes('/kustomizations?') && url.includes('limit='),
        );
    await lists();
    await control('one').control({ type: 'endWatches' });
    await control('one').control({
      type: 'put',
      objects: [kustomization('after-end')],
    });
    await expectTruth('one');
    expect((await rows('one')).map(r => r.name)).toContain('after-end');
    expect(await lists()).toEqual([]);

    await control('one').control({ type: 'pause' });
    await expectState('one', { state: 'disconnected' });
    await control('one').control({
      type: 'delete',
      group: KUSTOMIZE,
      kind: 'Kustomization',
      namespace: 'apps',
      name: 'after-end',
    });
    await control('one').control({ type: 'compact' });
    await control('one').control({ type: 'resume' });
    await expectTruth('one');
    expect((await rows('one')).map(r => r.name)).not.toContain('after-end');
    await expectState('one', { state: 'connected' });
  });

  it('goes on with a fresh token when the old one is refused', async () => {
    await control('one').control({ type: 'rotateToken', user: 'fluxcd' });
    await control('one').control({ type: 'dropConnections' });
    await control('one').control({
      type: 'put',
      objects: [kustomization('with-new-token')],
    });
    await expectTruth('one');
    expect((await rows('one')).map(r => r.name)).toContain('with-new-token');
  });

  it('is degraded, and names the kind, when one kind may not be read; the others go on', async () => {
    await control('two').control({
      type: 'failNext',
      count: 100_000,
      status: 403,
      match: '/buckets',
    });
    await control('two').control({ type: 'endWatches' });
    await expectState('two', {
      state: 'degraded',
      reason: 'forbidden',
      message: expect.stringContaining('Bucket'),
    });
    expect(await kindOf('two', 'Bucket')).toMatchObject({
      state: 'forbidden',
    });
    expect((await rows('two')).map(r => r.kind)).toContain('Bucket');
    await control('two').control({
      type: 'put',
      objects: [kustomization('beside')],
    });
    await waitUntil(async () => {
      expect((await rows('two')).map(r => r.name)).toContain('beside');
    });
    await control('two').control({ type: 'clearFailures' });
  });

  it('lets the rows of a kind go with its definition, and shows a kind that is installed later', async () => {
    const client = clientOf(sim.clusters.one, 'admin');
    const name = `kustomizations.${KUSTOMIZE}`;
    const crd = await client.request<KubeObject>({
      path: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`,
    });
    await client.close();
    // Nobody hears of the deletions: the server is not there, and afterwards the kind is not.
    await control('one').control({ type: 'pause' });
    await expectState('one', { state: 'disconnected' });
    await control('one').control({ type: 'removeCrd', name });
    await control('one').control({ type: 'resume' });
    await waitUntil(async () => {
      expect(await kindOf('one', 'Kustomization')).toMatchObject({
        state: 'absent',
      });
      expect((await rows('one')).map(r => r.kind)).not.toContain(
        'Kustomization',
      );
    });
    // An absent kind is no fault.
    await expectState('one', { state: 'connected' });
    expect((await rows('one')).map(r => r.kind)).toEqual(['Bucket']);

    await control('one').control({
      type: 'installCrd',
      crd: {
        apiVersion: crd.apiVersion,
        kind: crd.kind,
        metadata: { name },
        spec: crd.spec,
      },
    });
    await control('one').control({
      type: 'put',
      objects: [kustomization('in-the-new-kind')],
    });
    await waitUntil(async () => {
      expect((await rows('one')).map(r => r.name)).toContain('in-the-new-kind');
    });
    await waitUntil(async () => {
      expect(await kindOf('one', 'Kustomization')).toMatchObject({
        state: 'watching',
      });
      expect((await rows('one')).map(r => r.kind)).toContain('Kustomization');
    });
  });

  it('leaves no row and no connection of a cluster that was deleted without a word', async () => {
    // By another replica, say: the watcher is still at work, and must put nothing back.
    await knex('clusters').where({ id: 'two' }).delete();
    await control('two').control({
      type: 'put',
      objects: [kustomization('too-late')],
    });
    await waitUntil(async () => {
      expect(await watches('two')).toBe(0);
    });
    expect(await rows('two')).toEqual([]);
    expect(await connections.kinds('two')).toEqual([]);
    expect(await connections.get('two')).toBeUndefined();
    expect((await connections.get('one'))?.connection.state).toBe('connected');
  });

  it('ends all work on a cluster that is removed', async () => {
    expect(await watches('one')).toBeGreaterThan(0);
    await fleet.remove('one');
    await waitUntil(async () => {
      expect(await watches('one')).toBe(0);
    });
    const before = await rows('one');
    await control('one').control({
      type: 'put',
      objects: [kustomization('unheard')],
    });
    await new Promise(resolve => setTimeout(resolve, 1_000));
    expect(await rows('one')).toEqual(before);
  });

  it('watches it again when it is added again, until the service stops', async () => {
    await fleet.apply('one');
    await expectTruth('one');
    expect((await rows('one')).map(r => r.name)).toContain('unheard');

    await fleet.stop();
    await fleet.apply('one');
    await waitUntil(async () => {
      expect(await watches('one')).toBe(0);
    });
    expect(logger.error.mock.calls).toEqual([]);
  });
});
