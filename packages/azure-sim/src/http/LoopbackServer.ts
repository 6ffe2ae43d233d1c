import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Answer, Faults } from './Faults';
import type { LoggedRequest, RequestLog, Service } from './RequestLog';

/** Requests of these clients are small. */
const MAX_BODY_BYTES = 256 * 1024;

/** A request as handlers see it. */
export interface ServedRequest {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
  /** Its entry in the log, to be completed. */
  logged: LoggedRequest;
}

export type Handler = (request: ServedRequest) => Answer;

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error('The body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** One of the emulator's servers, on 127.0.0.1: logs, plays faults, else asks the handler. */
export class LoopbackServer {
  readonly #server: Server;
  readonly #service: Service;
  readonly #handler: Handler;
  readonly #faults: Faults;
  readonly #log: RequestLog;
  readonly #scheme: 'http' | 'https';
  /** Milliseconds that every answer is held back. */
  latencyMs = 0;

  static async start(options: {
    service: Service;
    handler: Handler;
    faults: Faults;
    log: RequestLog;
    /** Without it the server speaks plain HTTP. */
    tls?: { cert: string; key: string };
    port?: number;
  }): Promise<LoopbackServer> {
    const server = new LoopbackServer(options);
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject);
      server.#server.listen(options.port ?? 0, '127.0.0.1', () => resolve());
    });
    return server;
  }

  private constructor(options: {
    service: Service;
    handler: Handler;
    faults: Faults;
    log: RequestLog;
    tls?: { cert: string; key: string };
  }) {
    this.#service = options.service;
    this.#handler = options.handler;
    this.#faults = options.faults;
    this.#log = options.log;
    this.#scheme = options.tls ? 'https' : 'http';
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      this.#serve(request, response).catch(error => {
        if (!response.destroyed) {
          process.stderr.write(`azure-sim: ${error?.stack ?? error}\n`);
          response.destroy();
        }
      });
    };
    this.#server = options.tls
      ? createServer(options.tls, listener)
      : createHttpServer(listener);
    // Clients that break off, or do not trust the CA, are none of our business.
    this.#server.on('tlsClientError', () => undefined);
    this.#server.on('clientError', (_error, socket) => socket.destroy());
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `${this.#scheme}://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const method = request.method ?? 'GET';
    const url = new URL(
      request.url ?? '/',
      `${this.#scheme}://${request.headers.host}`,
    );
    const logged: LoggedRequest = {
      service: this.#service,
      method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      status: 0,
      at: Date.now(),
    };
    const entry = this.#log.begin(logged);
    response.once('close', () =>
      entry.end(response.writableFinished ? response.statusCode : 0),
    );
    const body = await readBody(request);
    if (this.latencyMs > 0) {
      await new Promise(resolve => setTimeout(resolve, this.latencyMs));
    }
    // Asked first, so that the log knows who met the fault.
    const regular = this.#handler({
      method,
      url,
      headers: request.headers,
      body,
      logged,
    });
    const fault = this.#faults.take(this.#service, { method, url });
    if (fault === 'hang') return;
    if (fault === 'drop') {
      response.destroy();
      return;
    }
    this.#send(response, fault ?? regular);
  }

  #send(response: ServerResponse, answer: Answer): void {
    const { status, headers, body } = answer;
    const html = typeof body === 'string';
    response.writeHead(status, {
      'content-type': html
        ? 'text/html; charset=utf-8'
        : 'application/json; charset=utf-8',
      'cache-control': 'no-store, no-cache',
      ...headers,
    });
    response.end(html ? body : JSON.stringify(body));
  }
}
