import type { RequestListener } from 'node:http';
import { expectKubernetesError as failure } from '../__testUtils__/expectKubernetesError';
import { setupTlsServers } from '../__testUtils__/setupTlsServers';

const { listen, connectTo } = setupTlsServers();

describe('PooledKubernetesClient whose token is refused', () => {
  /** A server that takes one token, and a client whose tokens are counted up by each refusal. */
  async function setup(options: { accepted: string; body?: RequestListener }) {
    const seen: string[] = [];
    const { port } = await listen((request, response) => {
      const token = String(request.headers.authorization).slice(7);
      seen.push(`${request.method} ${request.url} ${token}`);
      request.resume().on('end', () => {
        if (token !== options.accepted) {
          response.writeHead(401, { 'content-type': 'application/json' });
          response.end('{"kind":"Status","reason":"Unauthorized"}');
          return;
        }
        response.setHeader('content-type', 'application/json');
        response.end('{"items":[]}');
      });
    });
    let current = 1;
    const refused: string[] = [];
    const client = connectTo(port, {
      getToken: async () => `t${current}`,
      refuseToken: token => {
        refused.push(token);
        current++;
      },
    });
    return { client, seen, refused };
  }

  it('fetches another one and sends the request once more', async () => {
    const { client, seen, refused } = await setup({ accepted: 't2' });
    const body = { metadata: {} };
    await client.request({ method: 'POST', path: '/apis', body });
    expect(seen).toEqual(['POST /apis t1', 'POST /apis t2']);
    expect(refused).toEqual(['t1']);
    await client.request({ path: '/version' });
    expect(refused).toHaveLength(1);
  });

  it('does so for streams too: watches and logs', async () => {
    const { client, refused } = await setup({ accepted: 't2' });
    const chunks: string[] = [];
    for await (const chunk of await client.stream({ path: '/api/v1/pods' })) {
      chunks.push(chunk.toString());
    }
    expect(chunks.join('')).toBe('{"items":[]}');
    expect(refused).toEqual(['t1']);
  });

  it('gives up after the second refusal, and begins anew with the next request', async () => {
    const { client, seen, refused } = await setup({ accepted: 't4' });
    const error = await failure(client.request({ path: '/version' }));
    expect(error).toMatchObject({ reason: 'unauthorized', status: 401 });
    expect(seen).toHaveLength(2);
    expect(refused).toEqual(['t1']);
    await failure(client.request({ path: '/version' }));
    expect(refused).toEqual(['t1', 't2']);
    await client.request({ path: '/version' });
    expect(refused).toEqual(['t1', 't2', 't3']);
  });

  it('refuses the token of many requests once', async () => {
    const { client, seen, refused } = await setup({ accepted: 't2' });
    await Promise.all(
      Array.from({ length: 50 }, () => client.request({ path: '/version' })),
    );
    expect(refused).toEqual(['t1']);
    expect(seen.length).toBeLessThanOrEqual(100);
  });

  it('does not try again where nobody can fetch another one', async () => {
    let asked = 0;
    const { port } = await listen((_request, response) => {
      asked++;
      response.writeHead(401).end();
    });
    await failure(
      connectTo(port, { getToken: async () => 'fixed' }).request({
        path: '/version',
      }),
    );
    expect(asked).toBe(1);
  });

  it('tells people why there is no token, if that is meant for them', async () => {
    const { port } = await listen((_request, response) => response.end('{}'));
    const ask = (error: Error) =>
      failure(
        connectTo(port, {
          getToken: async () => {
            throw error;
          },
        }).request({ path: '/version' }),
      );
    const meant = Object.assign(new Error('The client secret has expired'), {
      name: 'AuthenticationError',
    });
    expect(await ask(meant)).toMatchObject({
      reason: 'unauthorized',
      message: 'The client secret has expired',
    });
    const other = await ask(new Error('canary-secret'));
    expect(other.message).toBe('The token for the cluster cannot be had.');
  });
});
