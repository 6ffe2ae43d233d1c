import { once } from 'node:events';
import {
  createServer as createPlainServer,
  type RequestListener,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectKubernetesError as failure } from '../__testUtils__/expectKubernetesError';
import { createCa } from '../__testUtils__/pki';
import {
  type HttpVersion,
  setupTlsServers,
} from '../__testUtils__/setupTlsServers';
import { AddressGuard } from '../security/AddressGuard';

const ok: RequestListener = (_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end('{"gitVersion":"v1.36.2"}');
};

describe.each<HttpVersion>(['HTTP/1.1', 'HTTP/2'])(
  'PooledKubernetesClient over %s',
  version => {
    const servers = setupTlsServers(version);
    const { listen, connectTo, cleanups } = servers;

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
        const pair = await servers.ca.issue({
          commonName: 'x',
          dns: ['other.example'],
        });
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
        await expect(
          named.request({ path: '/version' }),
        ).resolves.toBeDefined();
        const misnamed = connectTo(port, { tlsServerName: 'api.example.org' });
        const error = await failure(misnamed.request({ path: '/version' }));
        expect(error.reason).toBe('tls');
      });

      it('and refuses an expired certificate', async () => {
        const pair = await servers.ca.issue({
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
        const server = createPlainServer((_request, response) =>
          response.end(),
        );
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
        const { server, port, hangUp } = await listen(ok);
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
          guard: new AddressGuard({ allowedCidrs: ['127.0.0.0/8'], lookup }),
        });
        await client.request({ path: '/version' });
        hangUp();
        await new Promise(resolve => setTimeout(resolve, 50));
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
      const error = await failure(
        connectTo(port).request({ path: '/version' }),
      );
      expect(error.reason).toBe('not-kubernetes');
      expect(error.message).toContain('redirect');
      expect(reached).toBe(0);
    });
  },
);
