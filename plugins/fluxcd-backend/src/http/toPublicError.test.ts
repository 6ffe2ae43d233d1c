import type { TestBackend } from '@backstage/backend-test-utils';
import {
  ConflictError,
  ForwardedError,
  InputError,
  NotFoundError,
} from '@backstage/errors';
import {
  type Answer,
  startRouter,
  userHeaders,
} from '../__testUtils__/startRouter';
import { KubernetesError } from '../kubernetes/KubernetesError';

const goodBody = { type: 'reconcile', targets: [{ resourceId: 'r1' }] };

describe('errors on their way to a caller', () => {
  const answer = jest.fn<unknown, Parameters<Answer>>();
  let backend: TestBackend | undefined;

  async function start() {
    const started = await startRouter({ answer });
    backend = started.backend;
    return started.api;
  }
  const act = (api: Awaited<ReturnType<typeof start>>) =>
    api.post('/api/fluxcd/v1/operations').set(userHeaders);

  beforeEach(() => {
    jest.resetAllMocks();
  });

  afterEach(async () => {
    await backend?.stop();
    backend = undefined;
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
      'a database that is down',
      Object.assign(new Error('connect ECONNREFUSED hunter2:5432'), {
        code: 'ECONNREFUSED',
      }),
      503,
      /database of the portal does not answer/,
    ],
    [
      'a statement that lost its database',
      new Error('select 1 - Connection terminated unexpectedly'),
      503,
      /database of the portal does not answer/,
    ],
    [
      'a database that went away',
      new Error('Connection terminated unexpectedly (hunter2)'),
      503,
      /database of the portal does not answer/,
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
});
