import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * What happens to bytes: `open` carries them; `blackhole` takes them from both sides and says nothing, as a firewall
 * that forgot the connection; `deaf` loses what the client sends and carries what the server sends.
 */
export type GateMode = 'open' | 'blackhole' | 'deaf';

/** Carries connections to a port of this machine, as well or as badly as it is told; no TLS, no HTTP. */
export class TcpGate {
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  /** When each connection was made. Milliseconds since 1970. */
  readonly accepted: number[] = [];
  #server: Server | undefined;
  #port = 0;
  #mode: GateMode = 'open';
  /** Bytes that each connection still carries to the client before it is reset. */
  #allowance: (() => number) | undefined;

  constructor(options: { target: number }) {
    this.#target = options.target;
  }

  get port(): number {
    return this.#port;
  }

  /** Connections that the client has not closed. */
  get open(): number {
    return this.#sockets.size;
  }

  /** For connections that are there and for new ones. A connection that once lost bytes never carries again. */
  set mode(mode: GateMode) {
    this.#mode = mode;
  }

  async listen(): Promise<void> {
    if (this.#server) return;
    this.#server = createServer(socket => this.#carry(socket));
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as { port: number }).port;
  }

  /** Refuses connections from now on, and resets those that are there. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    server.close();
    this.resetAll();
    await once(server, 'close');
  }

  resetAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Resets each new connection after as many bytes to the client as `allowance` says for it; undefined: none. */
  resetAfter(allowance: (() => number) | undefined): void {
    this.#allowance = allowance;
  }

  #carry(client: Socket): void {
    this.accepted.push(Date.now());
    this.#sockets.add(client);
    client.once('close', () => this.#sockets.delete(client));
    client.on('error', () => {});
    const lost = { toServer: false, toClient: false };
    let left = this.#allowance?.() ?? Infinity;
    const server = connect(this.#target, '127.0.0.1');
    server.on('error', () => client.destroy());
    const look = () => {
      lost.toServer ||= this.#mode !== 'open';
      lost.toClient ||= this.#mode === 'blackhole';
    };
    // Bytes are read even when they are lost, or it would not be seen that the client closes.
    client.on('data', chunk => {
      look();
      if (!lost.toServer) server.write(chunk);
    });
    server.on('data', chunk => {
      look();
      if (lost.toClient) return;
      const part = chunk.subarray(0, left);
      left -= part.length;
      if (!client.write(part)) {
        server.pause();
        client.once('drain', () => server.resume());
      }
      // What was written is to arrive before the reset.
      if (left <= 0) setTimeout(() => client.resetAndDestroy(), 20);
    });
    client.once('close', () => server.destroy());
    server.once('close', () => {
      look();
      if (!lost.toClient) client.end();
    });
  }
}
