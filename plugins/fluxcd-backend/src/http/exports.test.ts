import { mockServices, type TestBackend } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  type Activity,
  type Cluster,
  MAX_EXPORT_ROWS,
  type Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { startRouter, userHeaders } from '../__testUtils__/startRouter';
import { createReportHandlers } from './createReportHandlers';

const AT = '2026-11-20T08:00:00.000Z';

const resource: Resource = {
  id: 'r-1',
  clusterId: 'c-1',
  clusterName: 'east',
  group: 'kustomize.toolkit.fluxcd.io',
  version: 'v1',
  kind: 'Kustomization',
  namespace: 'shop',
  name: 'cart',
  uid: 'u',
  status: 'failed',
  stalled: false,
  retrying: true,
  suspended: false,
  message: '=cmd|calc, "quoted"\nsecond line',
  facts: { path: './cart', targetNamespace: 'shop' },
  createdAt: AT,
  updatedAt: AT,
};
const cluster: Cluster = {
  id: 'c-1',
  name: 'east',
  labels: { tier: 'gold', zone: 'b' },
  source: 'manual',
  server: 'https://east.example.com',
  auth: { type: 'token' },
  connection: { state: 'disconnected', reason: 'tls', since: AT },
  sync: {
    auto: true,
    resyncMinutes: 720,
    overridden: { auto: false, resyncMinutes: false },
  },
  resourceCounts: { total: 5, byStatus: { failed: 2, ready: 3 } },
  createdAt: AT,
  updatedAt: AT,
};
const activity: Activity = {
  id: 'a-1',
  at: AT,
  actor: 'user:default/ada',
  action: 'resource.reconcile',
  outcome: 'ready',
  kind: 'Kustomization',
  name: 'cart',
};

describe('the exports', () => {
  const first = jest.fn<Promise<Resource[]>, [object, number]>();
  const list = jest.fn<Promise<Cluster[]>, []>();
  const newest = jest.fn<Promise<Activity[]>, [object, number]>();
  let backend: TestBackend | undefined;

  async function get(path: string, denied?: string) {
    const handlers = createReportHandlers({
      summary: { get: jest.fn() },
      activityReader: { list: jest.fn(), newest },
      clusterReader: { list },
      managedReader: { list: jest.fn() },
      historyReader: { list: jest.fn(), listOf: jest.fn() },
      fleetReader: { first },
    }) as Record<string, (input: any, context: any) => unknown>;
    const started = await startRouter({
      answer: (name, input) => handlers[name](input, {}),
      permissions: mockServices.permissions.mock({
        authorize: async asked =>
          asked.map(({ permission }) => ({
            result:
              permission.name === denied
                ? AuthorizeResult.DENY
                : AuthorizeResult.ALLOW,
          })),
      }),
    });
    backend = started.backend;
    return started.api.get(`/api/fluxcd/v1/exports/${path}`).set(userHeaders);
  }

  beforeEach(() => {
    first.mockReset().mockResolvedValue([resource]);
    list.mockReset().mockResolvedValue([cluster]);
    newest.mockReset().mockResolvedValue([activity]);
  });
  afterEach(async () => {
    await backend?.stop();
    backend = undefined;
  });

  it('hand out the resources that match as a CSV file', async () => {
    const response = await get(
      'resources?status=failed&status=waiting&cluster=east&sort=name',
    );
    expect(response.status).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="resources.csv"',
      'access-control-expose-headers': 'Content-Disposition',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(response.text).toBe(
      [
        'id,clusterName,group,kind,namespace,name,status,suspended,reason,message,revision,attemptedRevision,url,statusSince,changedAt,lastReconciledAt,createdAt,facts',
        `r-1,east,kustomize.toolkit.fluxcd.io,Kustomization,shop,cart,failed,false,,"'=cmd|calc, ""quoted""\nsecond line",,,,,,,${AT},path=./cart; targetNamespace=shop`,
        '',
      ].join('\r\n'),
    );
    expect(first).toHaveBeenCalledWith(
      {
        status: ['failed', 'waiting'],
        cluster: ['east'],
        sort: 'name',
        order: 'asc',
      },
      MAX_EXPORT_ROWS + 1,
    );
  });

  it('hand out the same as JSON, and nothing that the contract does not name', async () => {
    first.mockResolvedValue([{ ...resource, secret: 'hunter2' } as Resource]);
    const { headers, body } = await get('resources?format=json');
    expect(headers['content-type']).toBe('application/json');
    expect(headers['content-disposition']).toContain('resources.json');
    expect(body).toEqual({ items: [resource] });
  });

  it('hand out the clusters, without their credentials', async () => {
    const { text } = await get('clusters');
    expect(text.split('\r\n')[1]).toBe(
      `c-1,east,,,"tier=gold,zone=b",manual,https://east.example.com,disconnected,tls,,,,5,2,${AT}`,
    );
  });

  it('hand out the activity to those who may see it', async () => {
    const { text } = await get(
      'activities?actor=ada&from=2026-11-20T00:00:00Z',
    );
    expect(text.split('\r\n')[1]).toBe(
      `${AT},user:default/ada,resource.reconcile,ready,,,Kustomization,,cart,,,a-1`,
    );
    expect(newest).toHaveBeenCalledWith(
      { actor: 'ada', from: '2026-11-20T00:00:00.000Z' },
      MAX_EXPORT_ROWS + 1,
    );
  });

  it('leave empty what is not known, and count no failures as none', async () => {
    first.mockResolvedValue([{ ...resource, facts: undefined }]);
    expect((await get('resources')).text.split('\r\n')[1]).toMatch(/,$/);
    await backend?.stop();
    const counts = { total: 5, byStatus: { ready: 5 } };
    list.mockResolvedValue([{ ...cluster, resourceCounts: counts }]);
    expect((await get('clusters')).text.split('\r\n')[1]).toContain(',5,0,');
  });

  it('keep the activity from those who may only see the fleet', async () => {
    const { status } = await get('activities', 'fluxcd.activity.read');
    expect(status).toBe(403);
    expect(newest).not.toHaveBeenCalled();
  });

  it('refuse a list that is too long instead of cutting it', async () => {
    first.mockResolvedValue(Array(MAX_EXPORT_ROWS + 1).fill(resource));
    const { status, body } = await get('resources');
    expect(status).toBe(400);
    expect(body.error.message).toMatch(/at most 20000 rows.*filters/);
    await backend?.stop();
    first.mockResolvedValue(Array(MAX_EXPORT_ROWS).fill(resource));
    expect((await get('resources')).status).toBe(200);
  });

  it.each([
    ['clusters?format=xlsx', 'format: '],
    ['resources?limit=5', 'limit'],
    ['activities?from=yesterday', 'from: must be an ISO 8601 date'],
  ])('refuse %s by the name of the field', async (path, message) => {
    const { status, body } = await get(path);
    expect(status).toBe(400);
    expect(body.error.message).toContain(message);
  });
});
