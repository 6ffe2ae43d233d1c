import {
  mockCredentials,
  mockServices,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { ForwardedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { JsonObject } from '@backstage/types';
import {
  fluxcdContract,
  type Route,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  allowAll,
  type Answer,
  startRouter,
  userHeaders,
} from '../__testUtils__/startRouter';
import type { PermissionGate } from '../permissions/PermissionGate';
import { createRouter } from './createRouter';
import type { Handlers } from './Handlers';

const operation = {
  id: 'op-1',
  type: 'reconcile' as const,
  withSource: false,
  state: 'pending' as const,
  targets: [],
  requestedBy: 'user:default/mock',
  createdAt: '2026-11-20T00:00:00.000Z',
};
const workload = { resourceId: 'r1', namespace: 'apps', name: 'web' };
/** What the types need besides targets that are resources. */
const SPECIAL: Record<string, object> = {
  restart: { targets: [{ ...workload, kind: 'Deployment' }] },
  scale: { replicas: 1, targets: [{ ...workload, kind: 'Deployment' }] },
  'delete-pod': { targets: [{ ...workload, uid: 'u1' }] },
};
const goodBody = { type: 'reconcile', targets: [{ resourceId: 'r1' }] };
const bodyOf = (type: string) => ({ ...goodBody, type, ...SPECIAL[type] });

describe('the router that the contract makes', () => {
  const answer = jest.fn<unknown, Parameters<Answer>>();
  const auditor = mockServices.auditor.mock();
  let permissions = allowAll();
  let backend: TestBackend | undefined;

  async function start(config?: JsonObject) {
    const started = await startRouter({ answer, permissions, auditor, config });
    backend = started.backend;
    return started.api;
  }
  const act = (api: Awaited<ReturnType<typeof start>>) =>
    api.post('/api/fluxcd/v1/operations').set(userHeaders);

  beforeEach(() => {
    jest.resetAllMocks();
    permissions = allowAll();
    auditor.createEvent.mockResolvedValue({
      success: jest.fn(),
      fail: jest.fn(),
    });
    answer.mockReturnValue(operation);
  });

  afterEach(async () => {
    await backend?.stop();
    backend = undefined;
  });

  it('serves the routes of the contract, the document about them, and no other', async () => {
    const api = await start();
    const router = createRouter({
      handlers: {} as Handlers,
      httpAuth: mockServices.httpAuth(),
      gate: {} as PermissionGate,
      auditor,
      logger: mockServices.logger.mock(),
    });
    const served = router.stack.flatMap(({ route }) =>
      route
        ? Object.keys((route as any).methods).map(m => `${m} ${route.path}`)
        : [],
    );
    const described = Object.values(fluxcdContract).map(
      r => `${r.method} ${r.path.replace(/\{(\w+)\}/g, ':$1')}`,
    );
    expect(served.sort()).toEqual([...described, 'get /openapi.json'].sort());
    await api.get('/api/fluxcd/v1/nothing').set(userHeaders).expect(404);
    await api.put('/api/fluxcd/v1/clusters').set(userHeaders).expect(404);
    await api
      .get('/api/fluxcd/v1/operations')
      .set({ ...userHeaders, 'X-HTTP-Method-Override': 'POST' })
      .expect(404);
  });

  it('describes every route in OpenAPI 3.1, with its permission and its errors', async () => {
    const api = await start();
    const { body } = await api
      .get('/api/fluxcd/openapi.json')
      .set(userHeaders)
      .expect(200);
    expect(body.openapi).toBe('3.1.0');
    for (const [name, route] of Object.entries(fluxcdContract)) {
      const described = body.paths[route.path][route.method];
      expect(described).toMatchObject({
        operationId: name,
        'x-permission': route.permission.name,
      });
      const byType = (route as Route).permissionByType;
      expect(described['x-permission-by-type']).toEqual(
        byType &&
          Object.fromEntries(
            Object.entries(byType).map(([type, { name: needed }]) => [
              type,
              needed,
            ]),
          ),
      );
      expect(Object.keys(described.responses)).toEqual(
        expect.arrayContaining([String(route.status), '401', '403', '503']),
      );
    }
    const post = body.paths['/v1/operations'].post;
    expect(Object.keys(post.responses)).toEqual(
      expect.arrayContaining(['400', '404', '409', '413', '415']),
    );
    const { oneOf } = post.requestBody.content['application/json'].schema;
    expect(oneOf.map((one: any) => one.properties.type.const).sort()).toEqual(
      Object.keys(fluxcdContract.createOperation.permissionByType).sort(),
    );
    await api
      .get('/api/fluxcd/openapi.json')
      .set('Authorization', mockCredentials.none.header())
      .expect(401);
  });

  it('lets services read and users act, and nobody without credentials do anything', async () => {
    answer.mockReturnValue({ items: [] });
    const api = await start();
    const service = { Authorization: mockCredentials.service.header() };
    const none = { Authorization: mockCredentials.none.header() };
    await api.get('/api/fluxcd/v1/clusters').set(service).expect(200);
    await api.get('/api/fluxcd/v1/clusters').set(none).expect(401);
    await api
      .get('/api/fluxcd/v1/clusters')
      .set({ Authorization: mockCredentials.user.invalidHeader() })
      .expect(401);
    answer.mockClear();
    await api
      .post('/api/fluxcd/v1/operations')
      .set(service)
      .send(goodBody)
      .expect(403);
    await api
      .post('/api/fluxcd/v1/operations')
      .set(none)
      .send(goodBody)
      .expect(401);
    expect(answer).not.toHaveBeenCalled();
  });

  it('asks for credentials itself, also where the operator took down the barrier', async () => {
    const api = await start({
      backend: { auth: { dangerouslyDisableDefaultAuthPolicy: true } },
      permission: { enabled: true },
    });
    const paths = ['/openapi.json', '/v1/clusters', '/v1/resources'];
    const none = { Authorization: mockCredentials.none.header() };
    const statuses = await Promise.all(
      paths.map(
        async path => (await api.get(`/api/fluxcd${path}`).set(none)).status,
      ),
    );
    expect(statuses).toEqual([401, 401, 401]);
    expect(answer).not.toHaveBeenCalled();
  });

  it('hands the validated input and the user to the handler', async () => {
    const api = await start();
    await act(api).send(goodBody).expect(202);
    expect(answer).toHaveBeenCalledWith(
      'createOperation',
      expect.objectContaining({ body: { ...goodBody, withSource: false } }),
      'user:default/mock',
      expect.any(AbortSignal),
    );
  });

  it('asks for the permission that the contract names, before it looks at the input', async () => {
    permissions.authorize.mockResolvedValue([{ result: AuthorizeResult.DENY }]);
    const api = await start();
    const { body } = await act(api).send({ nonsense: true }).expect(403);
    expect(body.error).toEqual({
      name: 'NotAllowedError',
      message: 'You need the permission fluxcd.read for this',
    });
    expect(permissions.authorize).toHaveBeenCalledWith(
      [{ permission: expect.objectContaining({ name: 'fluxcd.read' }) }],
      expect.anything(),
    );
    await api.get('/api/fluxcd/v1/clusters').set(userHeaders).expect(403);
    expect(answer).not.toHaveBeenCalled();
  });

  it.each(
    Object.entries(fluxcdContract.createOperation.permissionByType).map(
      ([type, { name }]) => [type, name] as const,
    ),
  )('asks for the permission of its type: %s needs %s', async (type, name) => {
    permissions.authorize.mockImplementation(async asked =>
      asked.map(({ permission }) => ({
        result:
          permission.name === name
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      })),
    );
    const api = await start();
    const { body } = await act(api).send(bodyOf(type)).expect(403);
    expect(body.error.message).toBe(`You need the permission ${name} for this`);
    expect(answer).not.toHaveBeenCalled();
  });

  it('names the types of operations to whoever asks for another', async () => {
    const api = await start();
    const { body } = await act(api)
      .send({ ...goodBody, type: 'destroy' })
      .expect(400);
    expect(body.error.message).toMatch(/^type: must be one of reconcile, /);
    expect(answer).not.toHaveBeenCalled();
  });

  it('allows nothing when the permission backend gives no answer', async () => {
    permissions.authorize.mockRejectedValue(
      new ForwardedError('down at 10.1.2.3', new Error('token=abc')),
    );
    const api = await start();
    const { body, text } = await act(api).send(goodBody).expect(503);
    expect(body.error.message).toBe('Permissions cannot be checked now');
    expect(text).not.toContain('10.1.2.3');
    expect(answer).not.toHaveBeenCalled();
  });

  it.each(
    Object.values(fluxcdContract)
      .filter(r => r.method !== 'get')
      .map(r => [
        r.method as 'post' | 'delete',
        r.path.replace(/\{\w+\}/, 'x'),
      ]),
  )('refuses to act when permissions are off: %s %s', async (method, path) => {
    const api = await start({});
    const { body } = await api[method](`/api/fluxcd${path}`)
      .set(userHeaders)
      .expect(403);
    expect(body.error.message).toContain('permission.enabled: true');
    answer.mockReturnValue({ items: [] });
    await api.get('/api/fluxcd/v1/clusters').set(userHeaders).expect(200);
  });

  it('acts without permissions where the operator says so', async () => {
    const api = await start({
      fluxcd: { dangerouslyAllowWithoutPermissions: true },
    });
    const { status } = await act(api).send(goodBody);
    expect(status).toBe(202);
  });

  it('never lets an answer be stored, not even a refusal', async () => {
    answer.mockReturnValue({ items: [] });
    const api = await start();
    const good = await api.get('/api/fluxcd/v1/clusters').set(userHeaders);
    const bad = await act(api).send({});
    expect(good.headers['cache-control']).toBe('no-store');
    expect(bad.headers['cache-control']).toBe('no-store');
  });

  it('drops from an answer what the contract does not name', async () => {
    answer.mockReturnValue({ ...operation, credentials: 'hunter2' });
    const api = await start();
    const { body } = await act(api).send(goodBody).expect(202);
    expect(body).toEqual(operation);
  });

  it('leaves an audit event for each act, with its end and without its body', async () => {
    const event = { success: jest.fn(), fail: jest.fn() };
    auditor.createEvent.mockResolvedValue(event);
    answer.mockReturnValue(undefined);
    const api = await start();
    await api
      .delete('/api/fluxcd/v1/clusters/c1?token=hunter2')
      .set(userHeaders)
      .expect(204);
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'cluster-mutate',
        meta: { queryType: 'delete', clusterId: 'c1' },
      }),
    );
    const audited = auditor.createEvent.mock.calls[0][0].request;
    expect(audited?.originalUrl).toBe('/api/fluxcd/v1/clusters/c1');
    expect(event.success).toHaveBeenCalledTimes(1);

    permissions.authorize.mockResolvedValue([{ result: AuthorizeResult.DENY }]);
    await act(api).send(goodBody).expect(403);
    expect(event.fail).toHaveBeenCalledWith({
      error: expect.objectContaining({ name: 'NotAllowedError' }),
    });
    expect(event.success).toHaveBeenCalledTimes(1);
  });

  it('acts all the same when the audit log is broken', async () => {
    auditor.createEvent.mockRejectedValue(new Error('disk full'));
    const api = await start();
    const { status } = await act(api).send(goodBody);
    expect(status).toBe(202);
  });
});
