import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import {
  ConflictError,
  ForwardedError,
  InputError,
  NotFoundError,
} from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { fluxcdContract } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import request from 'supertest';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { PermissionGate } from '../permissions/PermissionGate';
import { createRouter } from './createRouter';
import type { Handlers } from './Handlers';

const user = { Authorization: mockCredentials.user.header() };

const operation = {
  id: 'op-1',
  type: 'reconcile' as const,
  withSource: false,
  state: 'pending' as const,
  targets: [],
  requestedBy: 'user:default/mock',
  createdAt: '2026-11-20T00:00:00.000Z',
};

type Answer = (name: keyof Handlers, input: unknown, actor: string) => unknown;

describe('the router that the contract makes', () => {
  const answer = jest.fn<unknown, Parameters<Answer>>();
  const permissions = mockServices.permissions.mock();
  const auditor = mockServices.auditor.mock();
  let backend: TestBackend | undefined;

  async function start(config: object = { permission: { enabled: true } }) {
    const plugin = createBackendPlugin({
      pluginId: 'fluxcd',
      register(env) {
        env.registerInit({
          deps: {
            httpAuth: coreServices.httpAuth,
            httpRouter: coreServices.httpRouter,
            config: coreServices.rootConfig,
            logger: coreServices.logger,
          },
          async init({ httpAuth, httpRouter, config: rootConfig, logger }) {
            const handlers = Object.fromEntries(
              Object.keys(fluxcdContract).map(name => [
                name,
                async (input: unknown, context: { actor: string }) =>
                  answer(name as keyof Handlers, input, context.actor),
              ]),
            ) as unknown as Handlers;
            const gate = new PermissionGate({
              permissions,
              config: rootConfig,
            });
            httpRouter.use(
              createRouter({ handlers, httpAuth, gate, auditor, logger }),
            );
          },
        });
      },
    });
    backend = await startTestBackend({
      features: [
        plugin,
        mockServices.rootConfig.factory({ data: config as any }),
      ],
    });
    return request(backend.server);
  }

  beforeEach(() => {
    jest.resetAllMocks();
    permissions.authorize.mockImplementation(async asked =>
      asked.map(() => ({ result: AuthorizeResult.ALLOW as const })),
    );
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

  const act = (api: Awaited<ReturnType<typeof start>>) =>
    api.post('/api/fluxcd/v1/operations').set(user);
  const goodBody = { type: 'reconcile', targets: [{ resourceId: 'r1' }] };

  it('serves the routes of the contract, the document about them, and no other', async () => {
    const api = await start();
    const { handlers: _, ...layers } = {
      handlers: 0,
      contract: fluxcdContract,
    };
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
    const described = Object.values(layers.contract).map(
      r => `${r.method} ${r.path.replace(/\{(\w+)\}/g, ':$1')}`,
    );
    expect(served.sort()).toEqual([...described, 'get /openapi.json'].sort());
    await api.get('/api/fluxcd/v1/nothing').set(user).expect(404);
    await api.put('/api/fluxcd/v1/clusters').set(user).expect(404);
    await api
      .get('/api/fluxcd/v1/operations')
      .set({ ...user, 'X-HTTP-Method-Override': 'POST' })
      .expect(404);
  });

  it('describes every route in OpenAPI 3.1, with its permission and its errors', async () => {
    const api = await start();
    const { body } = await api
      .get('/api/fluxcd/openapi.json')
      .set(user)
      .expect(200);
    expect(body.openapi).toBe('3.1.0');
    for (const [name, route] of Object.entries(fluxcdContract)) {
      const described = body.paths[route.path][route.method];
      expect(described).toMatchObject({
        operationId: name,
        'x-permission': route.permission.name,
      });
      expect(Object.keys(described.responses)).toEqual(
        expect.arrayContaining([String(route.status), '401', '403', '503']),
      );
    }
    const post = body.paths['/v1/operations'].post;
    expect(Object.keys(post.responses)).toEqual(
      expect.arrayContaining(['400', '404', '409', '413', '415']),
    );
    expect(
      post.requestBody.content['application/json'].schema.properties,
    ).toHaveProperty('targets');
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

  it('hands the validated input and the user to the handler', async () => {
    const api = await start();
    await act(api).send(goodBody).expect(202);
    expect(answer).toHaveBeenCalledWith(
      'createOperation',
      expect.objectContaining({ body: { ...goodBody, withSource: false } }),
      'user:default/mock',
    );
  });

  it('asks for the permission that the contract names, before it looks at the input', async () => {
    permissions.authorize.mockResolvedValue([{ result: AuthorizeResult.DENY }]);
    const api = await start();
    const { body } = await act(api).send({ nonsense: true }).expect(403);
    expect(body.error).toEqual({
      name: 'NotAllowedError',
      message: 'You need the permission fluxcd.resource.reconcile for this',
    });
    expect(permissions.authorize).toHaveBeenCalledWith(
      [
        {
          permission: expect.objectContaining({
            name: 'fluxcd.resource.reconcile',
          }),
        },
      ],
      expect.anything(),
    );
    await api.get('/api/fluxcd/v1/clusters').set(user).expect(403);
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
      .set(user)
      .expect(403);
    expect(body.error.message).toContain('permission.enabled: true');
    answer.mockReturnValue({ items: [] });
    await api.get('/api/fluxcd/v1/clusters').set(user).expect(200);
  });

  it('acts without permissions where the operator says so', async () => {
    const api = await start({
      fluxcd: { dangerouslyAllowWithoutPermissions: true },
    });
    await act(api).send(goodBody).expect(202);
  });

  it.each([
    ['no body', undefined, 'body: must be a JSON object'],
    ['null', 'null', 'body: must be valid JSON'],
    ['a list', '[]', 'body: must be a JSON object'],
    ['a string', '"x"', 'body: must be valid JSON'],
    ['broken JSON', '{"type": "hunter2', 'body: must be valid JSON'],
    ['an empty object', '{}', 'type: '],
    ['an unknown field', { ...goodBody, hunter2: 1 }, 'body: has no field'],
    [
      'a prototype',
      '{"type":"reconcile","targets":[{"resourceId":"a"}],"__proto__":{"polluted":1}}',
      'body: has no field __proto__',
    ],
    ['an unknown action', { ...goodBody, type: 'hunter2' }, 'type: '],
    ['no targets', { ...goodBody, targets: [] }, 'targets: must name at least'],
    [
      '101 targets',
      { ...goodBody, targets: Array(101).fill({ resourceId: 'a' }) },
      'targets: must name at most 100',
    ],
    [
      'a wrong type deep down',
      { ...goodBody, targets: [{ resourceId: ['hunter2'] }] },
      'targets.0.resourceId: expected string',
    ],
    [
      'a NUL',
      { ...goodBody, targets: [{ resourceId: 'hunter2\0' }] },
      'body: must not hold NUL characters',
    ],
    [
      'JSON nested 10,000 deep',
      `{"type":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      'type: ',
    ],
  ])(
    'answers 400 to %s, naming the field and the rule',
    async (_, sent, message) => {
      const api = await start();
      const call = act(api).set('Content-Type', 'application/json');
      const { body, text } = await call.send(sent as any).expect(400);
      expect(body.error.name).toBe('InputError');
      expect(body.error.message).toContain(message);
      expect(Object.keys(body.error).sort()).toEqual(['message', 'name']);
      expect(text).not.toMatch(/hunter2(?!$)(?<!field hunter2)/);
      expect(answer).not.toHaveBeenCalled();
      expect(({} as any).polluted).toBeUndefined();
    },
  );

  it.each([
    ['text/plain', JSON.stringify(goodBody)],
    ['application/x-www-form-urlencoded', 'type=reconcile'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/json; charset=latin1', JSON.stringify(goodBody)],
  ])('takes JSON only, not %s', async (type, sent) => {
    const api = await start();
    const { body } = await act(api)
      .set('Content-Type', type)
      .send(sent)
      .expect(415);
    expect(Object.keys(body.error).sort()).toEqual(['message', 'name']);
    expect(answer).not.toHaveBeenCalled();
  });

  it('answers 413 to a body that is too large, also when it is packed', async () => {
    const api = await start();
    const large = JSON.stringify({ type: 'x'.repeat(1024 * 1024) });
    const { body } = await act(api)
      .set('Content-Type', 'application/json')
      .send(large)
      .expect(413);
    expect(body.error).toEqual({
      name: 'PayloadTooLargeError',
      message: 'The body is larger than this route allows',
    });
    const packed = gzipSync(large);
    const { port } = backend!.server.address() as { port: number };
    const status = await new Promise(resolve => {
      const call = httpRequest(
        {
          port,
          method: 'POST',
          path: '/api/fluxcd/v1/operations',
          headers: {
            ...user,
            'Content-Type': 'application/json',
            'Content-Encoding': 'gzip',
          },
        },
        answered => resolve(answered.statusCode),
      );
      call.end(packed);
    });
    expect(status).toBe(413);
    expect(answer).not.toHaveBeenCalled();
  });

  it.each([
    ['limit=-1', 'limit: '],
    ['limit=0', 'limit: '],
    ['limit=1e9', 'limit: '],
    ['limit=abc', 'limit: '],
    ['limit=1&limit=2', 'limit: '],
    ['sort=name;drop table', 'sort: '],
    ['order=sideways', 'order: '],
    ['status=broken', 'status: '],
    ['cluster[x]=1', 'query: has no field cluster[x]'],
    ['nope=1', 'query: has no field nope'],
    [`text=${'x'.repeat(201)}`, 'text: '],
    ['text=a%00b', 'query: must not hold NUL'],
    [`cursor=${'x'.repeat(3000)}`, 'cursor: '],
  ])('answers 400 to the query ?%s', async (query, message) => {
    const api = await start();
    const { body } = await api
      .get(`/api/fluxcd/v1/resources?${query}`)
      .set(user)
      .expect(400);
    expect(body.error.message).toContain(message);
    expect(answer).not.toHaveBeenCalled();
  });

  it.each([
    ['/v1/clusters/%E0%A4%A', 'path: holds a malformed percent-encoding'],
    ['/v1/clusters/a%2Fb', 'clusterId: must be an id'],
    ['/v1/clusters/..%00', 'clusterId: must be an id'],
    [`/v1/clusters/${'x'.repeat(129)}`, 'clusterId: must be an id'],
  ])('answers 400 to the path %s', async (path, message) => {
    const api = await start();
    const { body } = await api.get(`/api/fluxcd${path}`).set(user).expect(400);
    expect(body.error).toEqual({ name: 'InputError', message });
  });

  it('never lets an answer be stored, not even a refusal', async () => {
    answer.mockReturnValue({ items: [] });
    const api = await start();
    const good = await api.get('/api/fluxcd/v1/clusters').set(user);
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

  const loaded = Object.assign(new Error('secret=hunter2'), {
    statusCode: 401,
    response: { headers: { authorization: 'Bearer hunter2' } },
    config: { headers: { authorization: 'Bearer hunter2' } },
  });
  it.each<[string, unknown, number, RegExp]>([
    ['an unknown error', loaded, 500, /^Internal error [0-9a-f-]{36}$/],
    ['a thrown string', 'hunter2', 500, /^Internal error/],
    [
      'a cause',
      new InputError('name: is taken', loaded),
      400,
      /^name: is taken$/,
    ],
    ['only a cause', new ConflictError(undefined, loaded), 409, /^$/],
    ['a forwarded error', new ForwardedError('x', loaded), 500, /^Internal/],
    [
      'our own error with more on it',
      Object.assign(new NotFoundError('no such thing'), { body: 'hunter2' }),
      404,
      /^no such thing$/,
    ],
    [
      'a cluster that answers 401',
      new KubernetesError('hunter2', { reason: 'unauthorized', status: 401 }),
      503,
      /does not accept the portal’s credential/,
    ],
    [
      'a cluster that answers 403',
      new KubernetesError('hunter2', { reason: 'forbidden', status: 403 }),
      503,
      /may not do this/,
    ],
    [
      'a cluster that answers HTML',
      new KubernetesError('hunter2', { reason: 'not-kubernetes', status: 502 }),
      503,
      /does not answer as Kubernetes does/,
    ],
    [
      'an object that is not in the cluster',
      new KubernetesError('hunter2', { reason: 'not-found', status: 404 }),
      404,
      /does not exist in the cluster/,
    ],
  ])('shows no more of %s than it may', async (_, error, status, message) => {
    answer.mockImplementation(() => {
      throw error;
    });
    const api = await start();
    const { body, text } = await act(api).send(goodBody).expect(status);
    expect(body.error.message).toMatch(message);
    expect(Object.keys(body.error).sort()).toEqual(['message', 'name']);
    expect(Object.keys(body).sort()).toEqual(['error', 'request', 'response']);
    expect(text).not.toContain('hunter2');
  });

  it('leaves an audit event for each act, with its end and without its body', async () => {
    const event = { success: jest.fn(), fail: jest.fn() };
    auditor.createEvent.mockResolvedValue(event);
    answer.mockReturnValue(undefined);
    const api = await start();
    await api
      .delete('/api/fluxcd/v1/clusters/c1?token=hunter2')
      .set(user)
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
    await act(api).send(goodBody).expect(202);
  });
});
