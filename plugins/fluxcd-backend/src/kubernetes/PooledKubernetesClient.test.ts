import { once } from 'node:events';
import {
  createServer as createPlainServer,
  type RequestListener,
} from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import net, { type AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ClusterConnection } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { createCa, type Pair } from '../__testUtils__/pki';
import { AddressGuard } from '../security/AddressGuard';
import { KubernetesError } from './KubernetesError';
import { PooledKubernetesClient } from './PooledKubernetesClient';

const TOKEN = 'canary-token-5f3a';
const LOOPBACK = ['127.0.0.0/8', '::1/128'];

let ca: Awaited<ReturnType<typeof createCa>>;
let serverPair: Pair;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  ca = await createCa();
  serverPair = await ca.issue({
    commonName: 'server',
    dns: ['localhost', 'api.example.com'],
    ips: ['127.0.0.1'],
  });
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup();
  }
});

async function listen(
  handler: RequestListener,
  options: ServerOptions = {},
): Promise<{ server: Server; port: number }> {
  const server = createServer(
    {
      cert: options.cert ?? serverPair.certificate,
      key: options.key ?? serverPair.privateKey,
      ...options,
    },
    handler,
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, port: (server.address() as AddressInfo).port };
}

function connectTo(
  port: number,
  options: Partial<ClusterConnection> & {
    host?: string;
    guard?: AddressGuard;
    maxJsonBytes?: number;
  } = {},
): PooledKubernetesClient {
  const { host = '127.0.0.1', guard, maxJsonBytes, ...connection } = options;
  const client = new PooledKubernetesClient({
    connection: {
      server: `https://${host}:${port}`,
      certificateAuthority: ca.certificate,
      getToken: async () => TOKEN,
      ...connection,
    },
    guard: guard ?? new AddressGuard({ allowedCidrs: LOOPBACK }),
    maxJsonBytes,
  });
  cleanups.push(() => client.close());
  return client;
}

const ok: RequestListener = (_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end('{"gitVersion":"v1.36.2"}');
};

const failure = async (work: Promise<unknown>): Promise<KubernetesError> => {
  const error = await work.then(
    () => undefined,
    e => e,
  );
  expect(error).toBeInstanceOf(KubernetesError);
  expect(error.message).not.toContain(TOKEN);
  expect(error.cause).toBeUndefined();
  return error;
};

describe('PooledKubernetesClient', () => {
  it('sends what was asked, with the token of the moment', async () => {
    const seen: unknown[] = [];
    const { port } = await listen((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', chunk => chunks.push(chunk));
      request.on('end', () => {
        seen.push([
          request.method,
          request.url,
          request.headers.authorization,
          request.headers['content-type'],
          request.headers.accept,
          Buffer.concat(chunks).toString(),
        ]);
        ok(request, response);
      });
    });
    let token = 'first';
    const client = connectTo(port, {
      server: `https://127.0.0.1:${port}/k8s/clusters/c-1/`,
      getToken: async () => token,
    });
    await expect(
      client.request({
        path: '/version',
        query: { limit: 1, labelSelector: 'a=b', none: undefined },
      }),
    ).resolves.toEqual({ gitVersion: 'v1.36.2' });
    token = 'second';
    await client.request({
      method: 'PATCH',
      path: '/apis/g/v1/namespaces/n/kinds/x',
      body: { metadata: {} },
      contentType: 'application/merge-patch+json',
      accept: 'application/yaml',
    });
    expect(seen).toEqual([
      [
        'GET',
        '/k8s/clusters/c-1/version?limit=1&labelSelector=a%3Db',
        'Bearer first',
        undefined,
        'application/json',
        '',
      ],
      [
        'PATCH',
        '/k8s/clusters/c-1/apis/g/v1/namespaces/n/kinds/x',
        'Bearer second',
        'application/merge-patch+json',
        'application/yaml',
        '{"metadata":{}}',
      ],
    ]);
  });

  it('uses sockets again', async () => {
    const { server, port } = await listen(ok);
    let sockets = 0;
    server.on('secureConnection', () => sockets++);
    const client = connectTo(port);
    for (let i = 0; i < 20; i++) {
      await client.request({ path: '/version' });
    }
    // Two take turns, since one is free again only in the next turn of the event loop.
    expect(sockets).toBeLessThanOrEqual(2);
  });

  it('shows a client certificate', async () => {
    const { port } = await listen(
      (request, response) => {
        const { subject } = (request.socket as TLSSocket).getPeerCertificate();
        response.end(JSON.stringify({ user: subject.CN }));
      },
      { ca: ca.certificate, requestCert: true, rejectUnauthorized: true },
    );
    const client = connectTo(port, {
      getToken: undefined,
      clientCertificate: await ca.issue({ commonName: 'ops' }),
    });
    await expect(client.request({ path: '/version' })).resolves.toEqual({
      user: 'ops',
    });
  });

  describe('verifies the server', () => {
    it('and refuses one of another authority', async () => {
      const { port } = await listen(ok);
      const other = await createCa();
      for (const certificateAuthority of [other.certificate, undefined]) {
        const error = await failure(
          connectTo(port, { certificateAuthority }).request({
            path: '/version',
          }),
        );
        expect(error.reason).toBe('tls');
        expect(error.message).toContain('not signed by the given');
      }
    });

    it('and refuses one of another name', async () => {
      const pair = await ca.issue({ commonName: 'x', dns: ['other.example'] });
      const { port } = await listen(ok, {
        cert: pair.certificate,
        key: pair.privateKey,
      });
      const error = await failure(
        connectTo(port).request({ path: '/version' }),
      );
      expect(error.reason).toBe('tls');
      expect(error.message).toContain('does not name this host');
    });

    it('and takes another name when it was told to', async () => {
      const { port } = await listen(ok);
      const named = connectTo(port, { tlsServerName: 'api.example.com' });
      await expect(named.request({ path: '/version' })).resolves.toBeDefined();
      const misnamed = connectTo(port, { tlsServerName: 'api.example.org' });
      const error = await failure(misnamed.request({ path: '/version' }));
      expect(error.reason).toBe('tls');
    });

    it('and refuses an expired certificate', async () => {
      const pair = await ca.issue({
        commonName: 'x',
        ips: ['127.0.0.1'],
        expired: true,
      });
      const { port } = await listen(ok, {
        cert: pair.certificate,
        key: pair.privateKey,
      });
      const error = await failure(
        connectTo(port).request({ path: '/version' }),
      );
      expect(error.reason).toBe('tls');
      expect(error.message).toContain('has expired (CERT_HAS_EXPIRED)');
    });

    it('and says so when there is no TLS at all', async () => {
      const server = createPlainServer((_request, response) => response.end());
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      cleanups.push(() => server.close());
      const { port } = server.address() as AddressInfo;
      const error = await failure(
        connectTo(port).request({ path: '/version' }),
      );
      expect(error.reason).toBe('tls');
    });

    it('and takes no http:// URL', () => {
      expect(() => connectTo(1, { server: 'http://127.0.0.1:1' })).toThrow(
        'must be an https:// URL',
      );
    });
  });

  describe('dials only what the address guard lets through', () => {
    it('for an IP literal', async () => {
      let connections = 0;
      const { server, port } = await listen(ok);
      server.on('connection', () => connections++);
      const client = connectTo(port, { guard: new AddressGuard() });
      const error = await failure(client.request({ path: '/version' }));
      expect(error.reason).toBe('address-refused');
      expect(error.message).toContain("allowedCidrs: ['127.0.0.1/32']");
      expect(connections).toBe(0);
    });

    it('for every connection anew, when a name is bound to another address (DNS rebinding)', async () => {
      let connections = 0;
      const { server, port } = await listen((request, response) => {
        response.setHeader('connection', 'close');
        ok(request, response);
      });
      server.on('connection', () => connections++);
      const answers = ['127.0.0.1', '169.254.169.254'];
      const dialled: string[] = [];
      const lookup: any = (_name: string, _options: any, callback: any) => {
        const address = answers.shift()!;
        dialled.push(address);
        callback(null, [{ address, family: 4 }]);
      };
      const client = connectTo(port, {
        host: 'api.example.com',
        guard: new AddressGuard({ allowedCidrs: LOOPBACK, lookup }),
      });
      await client.request({ path: '/version' });
      const error = await failure(client.request({ path: '/version' }));
      expect(error.reason).toBe('address-refused');
      expect(error.message).toContain('api.example.com resolves to 169.254');
      expect(dialled).toEqual(['127.0.0.1', '169.254.169.254']);
      expect(connections).toBe(1);
    });
  });

  it('does not follow a redirect', async () => {
    let reached = 0;
    const target = await listen((request, response) => {
      reached++;
      ok(request, response);
    });
    const { port } = await listen((_request, response) => {
      response.writeHead(302, {
        location: `https://127.0.0.1:${target.port}/version`,
      });
      response.end();
    });
    const error = await failure(connectTo(port).request({ path: '/version' }));
    expect(error.reason).toBe('not-kubernetes');
    expect(error.message).toContain('redirect');
    expect(reached).toBe(0);
  });

  describe('names why no answer came', () => {
    it('when nothing listens', async () => {
      const { server, port } = await listen(ok);
      server.close();
      const error = await failure(
        connectTo(port).request({ path: '/version' }),
      );
      expect(error.reason).toBe('unreachable');
      expect(error.message).toBe(
        `The connection to 127.0.0.1:${port} failed (ECONNREFUSED).`,
      );
    });

    it('when the name does not resolve', async () => {
      const lookup: any = (_name: string, _options: any, callback: any) =>
        callback(Object.assign(new Error(TOKEN), { code: 'ENOTFOUND' }));
      const client = connectTo(443, {
        host: 'nowhere.example.com',
        guard: new AddressGuard({ lookup }),
      });
      expect((await failure(client.request({ path: '/version' }))).reason).toBe(
        'dns',
      );
    });

    it.each([
      ['before the headers', () => {}],
      [
        'in the body',
        (_request: unknown, response: any) => response.write('{"a":'),
      ],
    ])('when the server falls silent %s', async (_name, handler) => {
      const { port } = await listen(handler as RequestListener);
      const error = await failure(
        connectTo(port).request({ path: '/version', timeoutMs: 300 }),
      );
      expect(error.reason).toBe('timeout');
    });

    it('when the server hangs up in the middle', async () => {
      const { port } = await listen((request, response) => {
        response.write('{"a":', () => request.socket.destroy());
      });
      const error = await failure(
        connectTo(port).request({ path: '/version' }),
      );
      expect(error.reason).toBe('unreachable');
    });

    it('when the client was closed', async () => {
      const { port } = await listen(ok);
      const client = connectTo(port);
      await client.close();
      expect((await failure(client.request({ path: '/version' }))).reason).toBe(
        'unreachable',
      );
    });
  });

  it('leaves the abort of the caller what it is', async () => {
    const { port } = await listen(() => {});
    const abort = new AbortController();
    const work = connectTo(port).request({
      path: '/version',
      signal: abort.signal,
    });
    abort.abort(new Error('no longer needed'));
    await expect(work).rejects.toThrow('no longer needed');
  });

  it('stops reading an answer that is too big', async () => {
    const { port } = await listen((_request, response) => {
      response.end(JSON.stringify({ big: 'x'.repeat(5000) }));
    });
    const error = await failure(
      connectTo(port, { maxJsonBytes: 1000 }).request({ path: '/version' }),
    );
    expect(error.reason).toBe('invalid');
    expect(error.message).toContain('more than 1000 bytes');
  });

  it('asks nothing with a path that reaches elsewhere', async () => {
    let requests = 0;
    const { port } = await listen((request, response) => {
      requests++;
      ok(request, response);
    });
    const client = connectTo(port);
    for (const path of [
      'version',
      '/api/v1/namespaces/n/configmaps/',
      '/api//v1',
      '/api/../x',
      '/api/%2e%2e/x',
      '/api/.%2E/x',
      '/api/./x',
      '/api/a%2fb',
      '/api/a?b',
      '/api/a#b',
      '/api/a b',
      '/api/a\r\nb',
      '/api/%',
      '/',
      '',
    ]) {
      const error = await failure(client.request({ path, method: 'DELETE' }));
      expect(error.reason).toBe('invalid');
    }
    expect(requests).toBe(0);
  });

  describe('streams', () => {
    it('chunks as they come, with no limit in time', async () => {
      const { port } = await listen(async (_request, response) => {
        response.flushHeaders();
        for (const line of ['one\n', 'two\n']) {
          await new Promise(resolve => setTimeout(resolve, 1000));
          response.write(line);
        }
        response.end();
      });
      const chunks: string[] = [];
      for await (const chunk of await connectTo(port).stream({
        path: '/api/v1/pods',
        // For the headers alone.
        timeoutMs: 1500,
      })) {
        chunks.push(chunk.toString());
      }
      expect(chunks.join('')).toBe('one\ntwo\n');
    });

    it('nothing when the answer is an error', async () => {
      const { port } = await listen((_request, response) => {
        response.writeHead(403, { 'content-type': 'application/json' });
        response.end('{"kind":"Status","reason":"Forbidden","message":"no"}');
      });
      const error = await failure(
        connectTo(port).stream({ path: '/api/v1/pods' }),
      );
      expect(error.reason).toBe('forbidden');
    });

    it('until the caller has enough, and drops the socket then', async () => {
      const closed = new Promise<void>(resolve => {
        listen((request, response) => {
          request.socket.on('close', () => resolve());
          response.write('one\n');
        }).then(async ({ port }) => {
          for await (const chunk of await connectTo(port).stream({
            path: '/api/v1/pods',
          })) {
            expect(chunk.toString()).toBe('one\n');
            break;
          }
        });
      });
      await closed;
    });

    it('until the connection breaks, which is an error', async () => {
      const { port } = await listen((request, response) => {
        response.write('one\n', () =>
          setTimeout(() => request.socket.destroy(), 50),
        );
      });
      const stream = await connectTo(port).stream({ path: '/api/v1/pods' });
      const read = async () => {
        for await (const chunk of stream) {
          expect(chunk.toString()).toBe('one\n');
        }
      };
      expect((await failure(read())).reason).toBe('unreachable');
    });

    it('and gives up on headers that do not come', async () => {
      const { port } = await listen(() => {});
      const error = await failure(
        connectTo(port).stream({ path: '/api/v1/pods', timeoutMs: 200 }),
      );
      expect(error.reason).toBe('timeout');
    });

    it('and ends when the caller aborts', async () => {
      const { port } = await listen((_request, response) => {
        response.write('one\n');
      });
      const abort = new AbortController();
      const stream = await connectTo(port).stream({
        path: '/api/v1/pods',
        signal: abort.signal,
      });
      const read = async () => {
        for await (const chunk of stream) {
          expect(chunk.toString()).toBe('one\n');
          abort.abort(new Error('enough'));
        }
      };
      await expect(read()).rejects.toThrow('enough');
    });
  });

  it('drops all sockets when it is closed', async () => {
    const { server, port } = await listen((_request, response) => {
      response.write('one\n');
    });
    const client = connectTo(port);
    const stream = await client.stream({ path: '/api/v1/pods' });
    await client.close();
    const read = async () => {
      for await (const chunk of stream) {
        expect(chunk.toString()).toBe('one\n');
      }
    };
    expect((await failure(read())).reason).toBe('unreachable');
    await new Promise<void>(resolve => {
      const check = () =>
        server.getConnections((_error, count) =>
          count === 0 ? resolve() : setTimeout(check, 20),
        );
      check();
    });
  });

  it('gives up on a server that does not finish the TLS handshake', async () => {
    const server = net.createServer(() => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const client = connectTo(port);
    const error = await failure(
      client.request({ path: '/version', timeoutMs: 300 }),
    );
    expect(error.reason).toBe('timeout');
  });
});
