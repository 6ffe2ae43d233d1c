import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { expectKubernetesError as failure } from '../__testUtils__/expectKubernetesError';
import {
  type HttpVersion,
  setupTlsServers,
} from '../__testUtils__/setupTlsServers';
import { AddressGuard } from '../security/AddressGuard';

const TOKEN = 'canary-token-5f3a';

const ok: RequestListener = (_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end('{"gitVersion":"v1.36.2"}');
};

describe.each<HttpVersion>(['HTTP/1.1', 'HTTP/2'])(
  'PooledKubernetesClient over %s',
  version => {
    const servers = setupTlsServers(version);
    const { listen, connectTo, cleanups } = servers;

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
          const { subject } = (
            request.socket as TLSSocket
          ).getPeerCertificate();
          response.end(JSON.stringify({ user: subject.CN }));
        },
        {
          ca: servers.ca.certificate,
          requestCert: true,
          rejectUnauthorized: true,
        },
      );
      const client = connectTo(port, {
        getToken: undefined,
        clientCertificate: await servers.ca.issue({ commonName: 'ops' }),
      });
      await expect(client.request({ path: '/version' })).resolves.toEqual({
        user: 'ops',
      });
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
        expect(
          (await failure(client.request({ path: '/version' }))).reason,
        ).toBe('dns');
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
        const { port, hangUp } = await listen((_request, response) => {
          response.write('{"a":', () => setTimeout(hangUp, 50));
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
        expect(
          (await failure(client.request({ path: '/version' }))).reason,
        ).toBe('unreachable');
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

    it('reads an answer that is compressed, and counts what it unpacks to', async () => {
      const { port } = await listen((request, response) => {
        const packed = request.headers['accept-encoding'] === 'gzip';
        if (packed) response.setHeader('content-encoding', 'gzip');
        const body = JSON.stringify({ big: 'x'.repeat(5000) });
        response.end(packed ? gzipSync(body) : body);
      });
      await expect(
        connectTo(port).request({ path: '/version' }),
      ).resolves.toEqual({ big: 'x'.repeat(5000) });
      const error = await failure(
        connectTo(port, { maxJsonBytes: 1000 }).request({ path: '/version' }),
      );
      expect(error.message).toContain('more than 1000 bytes');
    });

    it('says so when a compressed answer is broken', async () => {
      const { port } = await listen((_request, response) => {
        response.setHeader('content-encoding', 'gzip');
        response.end('not gzip');
      });
      const error = await failure(
        connectTo(port).request({ path: '/version' }),
      );
      expect(error.reason).toBe('unknown');
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
  },
);
