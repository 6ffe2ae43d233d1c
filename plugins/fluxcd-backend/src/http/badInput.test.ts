import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { TestBackend } from '@backstage/backend-test-utils';
import {
  type Answer,
  startRouter,
  userHeaders,
} from '../__testUtils__/startRouter';

const goodBody = { type: 'reconcile', targets: [{ resourceId: 'r1' }] };

describe('bad input', () => {
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

  it.each([
    ['no body', undefined, 'type: must be one of reconcile, '],
    ['null', 'null', 'body: must be valid JSON'],
    ['a list', '[]', 'body: must be a JSON object'],
    ['a string', '"x"', 'body: must be valid JSON'],
    ['broken JSON', '{"type": "hunter2', 'body: must be valid JSON'],
    ['an empty object', '{}', 'type: '],
    [
      'an unknown field',
      { ...goodBody, surplus: 'hunter2' },
      'body: has no field surplus',
    ],
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
      expect(text).not.toContain('hunter2');
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
            ...userHeaders,
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
      .set(userHeaders)
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
    const { body } = await api
      .get(`/api/fluxcd${path}`)
      .set(userHeaders)
      .expect(400);
    expect(body.error).toEqual({ name: 'InputError', message });
  });
});
