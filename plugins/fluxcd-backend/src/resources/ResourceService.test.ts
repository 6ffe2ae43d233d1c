import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { resourceDetailSchema } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { FakeCluster } from '../__testUtils__/FakeCluster';
import {
  makeResource,
  seedCluster,
  seedResources,
} from '../__testUtils__/seedResources';
import { applyMigrations } from '../database/applyMigrations';
import { ConnectionStore } from '../fleet/ConnectionStore';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { ResourceService } from './ResourceService';
import { ResourceStore } from './ResourceStore';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const repo = makeResource({
  cluster_id: 'c1',
  name: 'repo',
  kind: 'GitRepository',
});
const web = makeResource({
  cluster_id: 'c1',
  name: 'web',
  status: 'failed',
  ready: 'False',
  reason: 'BuildFailed',
  message: 'as it was stored',
  source_group: 'source.toolkit.fluxcd.io',
  source_kind: 'GitRepository',
  source_namespace: 'apps',
  source_name: 'repo',
});

describe('ResourceService', () => {
  let knex: Knex;
  let cluster: FakeCluster;
  let service: ResourceService;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    await applyMigrations(mockServices.database({ knex }));
    await seedCluster(knex, { id: 'c1', name: 'east' });
    await seedCluster(knex, { id: 'c2', name: 'west' });
    await seedResources(knex, [repo, web]);
  });

  beforeEach(() => {
    cluster = new FakeCluster(['web']);
    service = new ResourceService({
      store: new ResourceStore({ knex }),
      connections: new ConnectionStore({ knex }),
      connector: { connect: async () => cluster },
    });
  });

  it('shows what the cluster says now, not what was stored', async () => {
    const detail = await service.detail(web.id);
    expect(resourceDetailSchema.parse(detail)).toMatchObject({
      live: true,
      resource: { id: web.id, status: 'ready', clusterName: 'east' },
      conditions: [{ type: 'Ready', status: 'True' }],
      reconcile: { supported: true, withSource: false },
    });
  });

  it('does not offer to reconcile what is suspended, and says why', async () => {
    cluster.objects.get('web')!.spec = { suspend: true };
    const { reconcile, resource } = await service.detail(web.id);
    expect(resource.status).toBe('suspended');
    expect(reconcile).toMatchObject({
      supported: false,
      refusal: expect.stringContaining('Resume it first'),
    });
  });

  it('falls back to the row when the cluster does not answer, and says so', async () => {
    cluster.down = new KubernetesError('No answer; token=hunter2secret', {
      reason: 'timeout',
    });
    const detail = await service.detail(web.id);
    expect(resourceDetailSchema.parse(detail)).toMatchObject({
      live: false,
      liveMessage: expect.stringMatching(/^No answer/),
      resource: { status: 'failed' },
      conditions: [
        { type: 'Ready', status: 'False', message: 'as it was stored' },
      ],
      source: { name: 'repo', resourceId: repo.id },
      sourceResource: { id: repo.id },
      reconcile: { supported: false },
    });
    expect(JSON.stringify(detail)).not.toContain('hunter2secret');
  });

  it('waits for a cluster no longer than a reader would', async () => {
    const request = jest.spyOn(cluster, 'request');
    await service.detail(web.id);
    expect(request.mock.calls[0][0].timeoutMs).toBeLessThanOrEqual(5_000);
  });

  it('knows no resource that the cluster no longer has', async () => {
    cluster.objects.clear();
    await expect(service.detail(web.id)).rejects.toThrow(
      'There is no such resource',
    );
  });

  it('bears labels that are none', async () => {
    cluster.objects.get('web')!.metadata.labels = {
      team: 'a',
      odd: { x: 1 } as any,
    };
    const { labels } = await service.detail(web.id);
    expect(labels).toEqual({ team: 'a' });
  });

  it('reads events however odd they are', async () => {
    cluster.request = async () =>
      ({
        items: [
          null,
          { involvedObject: { apiVersion: 'v1' }, reason: 'of another' },
          {
            involvedObject: { apiVersion: 'kustomize.toolkit.fluxcd.io/v1' },
            reason: 7,
            message: { a: 1 },
            count: 'many',
            metadata: 3,
          },
        ],
      } as any);
    expect(await service.events(web.id)).toEqual([
      { type: 'Normal', reason: '', message: '', count: 1 },
    ]);
    cluster.request = async () => ({ kind: 'Table' } as any);
    await expect(service.events(web.id)).rejects.toMatchObject({
      reason: 'not-kubernetes',
    });
  });
});
