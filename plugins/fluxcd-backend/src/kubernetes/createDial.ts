import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ClusterConnection } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { buildConnector } from 'undici';
import type { AddressGuard } from '../security/AddressGuard';

const CONNECT_TIMEOUT_MS = 10_000;

/** Opens a verified TLS connection; `alpnProtocol` of the socket says what it speaks. */
export type Dial = (options: { http2: boolean }) => Promise<TLSSocket>;

/** How the server of `connection` is reached: each address that is dialled has passed the guard. */
export function createDial(options: {
  connection: ClusterConnection;
  guard: AddressGuard;
}): Dial {
  const { connection, guard } = options;
  const { hostname, host, protocol, port } = new URL(connection.server);
  const connectorWith = (allowH2: boolean) =>
    buildConnector({
      ca: connection.certificateAuthority,
      cert: connection.clientCertificate?.certificate,
      key: connection.clientCertificate?.privateKey,
      servername: connection.tlsServerName,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      allowH2,
      preferH2: allowH2,
      timeout: CONNECT_TIMEOUT_MS,
      lookup: guard.lookup,
    });
  const http1 = connectorWith(false);
  const http2 = connectorWith(true);
  const literal = hostname.replace(/^\[|\]$/g, '');
  return async wanted => {
    // Node asks no lookup for an IP literal.
    if (isIP(literal)) guard.check(literal);
    return new Promise<TLSSocket>((resolve, reject) => {
      const connect = wanted.http2 ? http2 : http1;
      connect({ hostname, host, protocol, port }, (error, socket) =>
        error ? reject(error) : resolve(socket as TLSSocket),
      );
    });
  };
}
