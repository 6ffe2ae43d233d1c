import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ClusterConnection } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { PooledKubernetesClient } from '../kubernetes/PooledKubernetesClient';
import { AddressGuard } from '../security/AddressGuard';
import { createCa, type Pair } from './pki';

const TOKEN = 'canary-token-5f3a';

/** What servers offer: what is named only, so that nothing is proven of the other one. */
export type HttpVersion = 'HTTP/1.1' | 'HTTP/2';

/** TLS servers with a CA of their own, and clients for them; all end with the test that made them. */
export function setupTlsServers(version: HttpVersion = 'HTTP/1.1') {
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
  ): Promise<{ server: Server; port: number; hangUp: () => void }> {
    const secure = {
      cert: options.cert ?? serverPair.certificate,
      key: options.key ?? serverPair.privateKey,
      ...options,
    };
    // Node's HTTP/2 server takes the same handlers, and is the same kind of server, as far as tests go.
    const server =
      version === 'HTTP/2'
        ? (createSecureServer(secure, handler as any) as unknown as Server)
        : createServer(secure, handler);
    const sockets = new Set<Duplex>();
    server.on('connection', socket => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    /** Cuts every connection, as a machine does that is switched off. */
    const hangUp = () => sockets.forEach(socket => socket.destroy());
    cleanups.push(() => {
      hangUp();
      server.close();
    });
    return { server, port: (server.address() as AddressInfo).port, hangUp };
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
      guard: guard ?? new AddressGuard({ allowedCidrs: ['127.0.0.0/8'] }),
      maxJsonBytes,
    });
    cleanups.push(() => client.close());
    return client;
  }

  return {
    listen,
    connectTo,
    /** For what a test opens itself. */
    cleanups,
    get ca() {
      return ca;
    },
  };
}
