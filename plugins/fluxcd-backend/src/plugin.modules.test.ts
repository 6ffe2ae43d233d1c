import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import type { Route } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  type ClusterSource,
  fluxcdClustersExtensionPoint,
  fluxcdRoutesExtensionPoint,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import request from 'supertest';
import { z } from 'zod';
import fluxcdPlugin from '.';

jest.setTimeout(60_000);

const permission = createPermission({
  name: 'test.thing.update',
  attributes: { action: 'update' },
});
const routes = {
  renameThing: {
    method: 'post',
    path: '/v1/things/{thingId}',
    summary: 'Rename a thing',
    permission,
    params: z.object({ thingId: z.string().max(8) }),
    body: z.strictObject({ name: z.string().min(1) }),
    status: 200,
    response: z.object({ name: z.string(), actor: z.string() }),
    errors: ['ConflictError'],
  },
  getThing: {
    method: 'get',
    path: '/v1/things/{thingId}',
    summary: 'Read a thing',
    permission,
    params: z.object({ thingId: z.string() }),
    status: 200,
    response: z.object({ name: z.string() }),
    errors: [],
  },
} as const satisfies Record<string, Route>;

describe('the plugin with a module', () => {
  const renamed = jest.fn();
  const authorize = jest.fn();
  let handles: Parameters<ClusterSource['start']>[0];
  const auditor = mockServices.auditor.mock();
  const audited = { success: jest.fn(), fail: jest.fn() };
  let backend: TestBackend;
  const post = (body: object, path = 'a') =>
    request(backend.server).post(`/api/fluxcd/v1/things/${path}`).send(body);
  const user = mockCredentials.user.header();

  beforeAll(async () => {
    const source: ClusterSource = {
      id: 'test-source',
      start: async given => {
        handles = given;
      },
    };
    backend = await startTestBackend({
      features: [
        fluxcdPlugin,
        createBackendModule({
          pluginId: 'fluxcd',
          moduleId: 'test',
          register(env) {
            env.registerInit({
              deps: {
                paths: fluxcdRoutesExtensionPoint,
                clusters: fluxcdClustersExtensionPoint,
              },
              async init({ paths, clusters }) {
                clusters.addClusterSource(source);
                paths.addRoutes({
                  routes,
                  permissions: [permission],
                  handlers: {
                    renameThing: async ({ params, body }, { actor }) => {
                      renamed(params.thingId);
                      if (body.name === 'taken') {
                        throw new ConflictError('The name is taken');
                      }
                      if (body.name === 'broken') throw new Error('s3cret');
                      return { ...body, actor, secret: 'never shown' };
                    },
                    getThing: async () => ({ name: 'thing' }),
                  },
                });
              },
            });
          },
        }),
        mockServices.permissions.mock({ authorize }).factory,
        auditor.factory,
        mockServices.rootConfig.factory({
          data: {
            permission: { enabled: true },
            fluxcd: { encryption: { keys: [`${'A'.repeat(43)}=`] } },
          },
        }),
      ],
    });
  });

  beforeEach(() => {
    jest.clearAllMocks();
    auditor.createEvent.mockResolvedValue(audited);
    authorize.mockImplementation(async (asked: unknown[]) =>
      asked.map(() => ({ result: AuthorizeResult.ALLOW })),
    );
  });

  afterAll(async () => {
    await backend?.stop();
  });

  it('serves its routes, and only what they name', async () => {
    const { body } = await post({ name: 'new' })
      .set('Authorization', user)
      .expect(200);
    expect(body).toEqual({ name: 'new', actor: 'user:default/mock' });
    expect(renamed).toHaveBeenCalledWith('a');
    expect(authorize).toHaveBeenCalledWith(
      [{ permission: expect.objectContaining({ name: 'test.thing.update' }) }],
      expect.anything(),
    );
  });

  it('asks who calls, and whether they may, before anything else', async () => {
    await post({ name: 'new' })
      .set('Authorization', mockCredentials.none.header())
      .expect(401);
    authorize.mockResolvedValue([{ result: AuthorizeResult.DENY }]);
    await post({ wrong: 1 }).set('Authorization', user).expect(403);
    await request(backend.server)
      .get('/api/fluxcd/v1/things/a')
      .set('Authorization', user)
      .expect(403);
    // Services may read, but act for nobody.
    authorize.mockResolvedValue([{ result: AuthorizeResult.ALLOW }]);
    const service = mockCredentials.service.header();
    await post({ name: 'new' }).set('Authorization', service).expect(403);
    expect(renamed).not.toHaveBeenCalled();
  });

  it('validates what comes, and explains failures without their inside', async () => {
    const send = (body: object, path?: string) =>
      post(body, path).set('Authorization', user);
    await send({ name: '' }).expect(400);
    await send({ name: 'x' }, 'much-too-long').expect(400);
    expect(renamed).not.toHaveBeenCalled();
    const taken = await send({ name: 'taken' }).expect(409);
    expect(taken.body.error.message).toBe('The name is taken');
    const broken = await send({ name: 'broken' }).expect(500);
    expect(JSON.stringify(broken.body)).not.toContain('s3cret');
  });

  it('audits what changes something', async () => {
    await post({ name: 'taken' }).set('Authorization', user).expect(409);
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'rename-thing',
        meta: { queryType: 'update', thingId: 'a' },
      }),
    );
    expect(audited.fail).toHaveBeenCalled();
    auditor.createEvent.mockClear();
    await request(backend.server)
      .get('/api/fluxcd/v1/things/a')
      .set('Authorization', user)
      .expect(200);
    expect(auditor.createEvent).not.toHaveBeenCalled();
  });

  it('describes the routes, and registers the permissions', async () => {
    const { body } = await request(backend.server)
      .get('/api/fluxcd/openapi.json')
      .set('Authorization', user)
      .expect(200);
    expect(body.paths['/v1/things/{thingId}'].post).toMatchObject({
      operationId: 'renameThing',
      'x-permission': 'test.thing.update',
      responses: { 409: expect.anything(), 413: expect.anything() },
    });
    const metadata = await request(backend.server)
      .get('/api/fluxcd/.well-known/backstage/permissions/metadata')
      .expect(200);
    expect(
      metadata.body.permissions.map(({ name }: { name: string }) => name),
    ).toEqual(expect.arrayContaining(['fluxcd.read', 'test.thing.update']));
  });

  it('keeps secrets of the source, and shows its syncs', async () => {
    await handles.secrets.set('a', { clientSecret: 's3cret' });
    expect(await handles.secrets.get('a')).toEqual({ clientSecret: 's3cret' });
    expect(await handles.clusters.list()).toEqual([]);
    const { id } = await handles.operations.begin({
      actor: 'user:default/ada',
      key: 'one',
      name: 'One',
      work: async () => ({
        state: 'succeeded',
        outcome: 'done',
        message: 'Nothing new',
        steps: [],
      }),
    });
    const { body } = await request(backend.server)
      .get(`/api/fluxcd/v1/operations/${id}`)
      .set('Authorization', user)
      .expect(200);
    expect(body).toMatchObject({
      type: 'source-sync',
      targets: [
        { kind: 'ClusterSource', namespace: 'test-source', name: 'One' },
      ],
    });
  });

  it('lets nobody begin the sync of a source as an operation', async () => {
    const { status, body } = await request(backend.server)
      .post('/api/fluxcd/v1/operations')
      .set('Authorization', user)
      .send({ type: 'source-sync', targets: [{ resourceId: 'r1' }] });
    expect(status).toBe(400);
    expect(body.error.message).toContain('must be one of reconcile');
  });
});
