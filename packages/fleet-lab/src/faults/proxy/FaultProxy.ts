import { once } from 'node:events';
import { createServer, request as send } from 'node:https';
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { ClusterUser, SimCluster } from '@internal/kube-sim';
import { TIME_SCALE } from '../../replica/scaledTime';
import type { CertificateAuthority, ServerCertificate } from './createCa';
import type { Exchange, Fault, LineFault, WatchedStream } from './Exchange';
import { TcpGate } from './TcpGate';
import { type ProxiedRequest, toProxiedRequest } from './toProxiedRequest';

/** Of HTTP/1.1 only, and not carried on. */
const HOP = ['connection', 'keep-alive', 'transfer-encoding'];

/** The response object of HTTP/1.1 has no stream. */
function breakOff(response: Http2ServerResponse): void {
  const { stream } = response;
  if (stream) stream.destroy();
  else (response as unknown as { destroy(): void }).destroy();
}

/** Stands before a simulated cluster, speaks HTTP/2 or HTTP/1.1 for it, and does to its answers what it is told. */
export class FaultProxy {
  readonly gate: TcpGate;
  readonly #upstream: SimCluster;
  readonly ca: CertificateAuthority;
  readonly #random: () => number;
  readonly #server: Http2SecureServer;
  readonly #streams = new Set<WatchedStream>();
  #requests: ProxiedRequest[] = [];
  #faults: Fault[] = [];
  #lineFaults: LineFault[] = [];

  static async start(options: {
    upstream: SimCluster;
    ca: CertificateAuthority;
    random: () => number;
    /** Offers no HTTP/2. */
    http1?: boolean;
    certificate?: ServerCertificate;
  }): Promise<FaultProxy> {
    const { certificate = await options.ca.issue(), http1 } = options;
    // A server for HTTP/2 offers it, whatever it is told to offer.
    const server = http1
      ? (createServer(certificate) as unknown as Http2SecureServer)
      : createSecureServer({
          ...certificate,
          allowHTTP1: true,
          maxSessionMemory: 1000,
          settings: { maxConcurrentStreams: 1000 },
        });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const proxy = new FaultProxy({ ...options, server, port });
    await proxy.gate.listen();
    return proxy;
  }

  private constructor(options: {
    upstream: SimCluster;
    ca: CertificateAuthority;
    random: () => number;
    server: Http2SecureServer;
    port: number;
  }) {
    this.#upstream = options.upstream;
    this.ca = options.ca;
    this.#random = options.random;
    this.#server = options.server;
    this.gate = new TcpGate({ target: options.port });
    const ignore = () => {};
    this.#server.on('sessionError', ignore);
    this.#server.on('tlsClientError', ignore);
    this.#server.on('clientError', (_error, socket) => socket.destroy());
    this.#server.on('request', (request, response) => {
      // Whoever breaks off is what this is about.
      request.on('error', ignore);
      response.on('error', ignore);
      this.#handle(request, response).catch(() => breakOff(response));
    });
  }

  /** For a user of the cluster, to be reached through this proxy. */
  kubeconfig(
    options: { user?: ClusterUser; host?: string; caPem?: string } = {},
  ): string {
    const { user = 'fluxcd', host = '127.0.0.1' } = options;
    const { caPem = this.ca.pem } = options;
    const encode = (text: string) => Buffer.from(text).toString('base64');
    return this.#upstream
      .kubeconfig(user)
      .replace(/server: .*/, `server: https://${host}:${this.gate.port}`)
      .replace(
        /certificate-authority-data: .*/,
        `certificate-authority-data: ${encode(caPem)}`,
      );
  }

  /** The requests since the last call, oldest first. */
  takeRequests(): ProxiedRequest[] {
    return this.#requests.splice(0);
  }

  /** Those that are open. */
  get watches(): WatchedStream[] {
    return [...this.#streams];
  }

  /** Does this to requests from now on, as well as what it was told before; the function that it returns ends it. */
  inject(fault: Fault): () => void {
    const own = { ...fault };
    this.#faults.push(own);
    return () => {
      this.#faults = this.#faults.filter(f => f !== own);
    };
  }

  /** The same for lines of watches, those that are open included. */
  injectLine(fault: LineFault): () => void {
    const own = { ...fault };
    this.#lineFaults.push(own);
    return () => {
      this.#lineFaults = this.#lineFaults.filter(f => f !== own);
    };
  }

  /** Carries everything again. */
  async heal(): Promise<void> {
    this.#faults = [];
    this.#lineFaults = [];
    this.gate.mode = 'open';
    this.gate.resetAfter(undefined);
    await this.gate.listen();
  }

  /** For connections that are made from now on. */
  present(certificate: ServerCertificate): void {
    this.#server.setSecureContext(certificate);
  }

  async stop(): Promise<void> {
    await this.gate.close();
    this.#server.close();
  }

  #pick<T extends { times?: number; probability?: number }>(
    faults: T[],
    match: (fault: T) => boolean,
  ): T | undefined {
    const found = faults.find(
      fault =>
        (fault.times ?? 1) > 0 &&
        match(fault) &&
        this.#random() < (fault.probability ?? 1),
    );
    if (found?.times !== undefined) found.times -= 1;
    return found;
  }

  async #handle(
    incoming: Http2ServerRequest,
    response: Http2ServerResponse,
  ): Promise<void> {
    const request = toProxiedRequest(
      incoming.method,
      incoming.url,
      incoming.headers.authorization,
    );
    this.#requests.push(request);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const fault = this.#pick(this.#faults, f => f.match(request));
    const exchange: Exchange = {
      request,
      response,
      answer: (status, content = '', headers = {}) => {
        request.status = status;
        const type =
          typeof content === 'string' ? 'text/plain' : 'application/json';
        response.writeHead(status, { 'content-type': type, ...headers });
        response.end(
          typeof content === 'string' ? content : JSON.stringify(content),
        );
      },
      forward: edit => this.#forward(incoming, request, response, body, edit),
    };
    if (fault) await fault.act(exchange);
    else await exchange.forward();
  }

  async #forward(
    incoming: Http2ServerRequest,
    request: ProxiedRequest,
    response: Http2ServerResponse,
    body: Buffer,
    edit: ((text: string) => string) | undefined,
  ): Promise<void> {
    const headers: OutgoingHttpHeaders = {};
    for (const [name, value] of Object.entries(incoming.headers)) {
      if (name.startsWith(':') || HOP.includes(name)) continue;
      if (name === 'host' || (edit && name === 'accept-encoding')) continue;
      headers[name] = value;
    }
    const query = new URLSearchParams(request.query);
    const timeout = Number(query.get('timeoutSeconds'));
    if (timeout) {
      // The server's clock runs as fast as that of the replica.
      query.set('timeoutSeconds', String(Math.ceil(timeout / TIME_SCALE)));
    }
    const outgoing = send(
      `${this.#upstream.server}${request.path}${query.size ? `?${query}` : ''}`,
      {
        method: request.method,
        headers,
        ca: this.#upstream.caPem,
        // A connection that is used again may be closed at that moment, which is no fault that was asked for.
        agent: false,
      },
    );
    outgoing.end(body);
    let complete = false;
    response.once('close', () => !complete && outgoing.destroy());
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    answer.once('end', () => (complete = true));
    answer.on('error', () => breakOff(response));
    request.status = answer.statusCode!;
    const carried: OutgoingHttpHeaders = { ...answer.headers };
    HOP.forEach(name => delete carried[name]);
    if (edit) delete carried['content-length'];
    response.writeHead(request.status, carried);
    if (edit) {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part as Buffer);
      response.end(edit(Buffer.concat(parts).toString('utf8')));
    } else if (request.type === 'watch' && request.status === 200) {
      (response as { flushHeaders?: () => void }).flushHeaders?.();
      this.#watch(request, answer, response);
    } else {
      answer.pipe(response);
    }
  }

  #watch(
    request: ProxiedRequest,
    answer: IncomingMessage,
    response: Http2ServerResponse,
  ): void {
    let stalled = false;
    let open = true;
    const stream: WatchedStream = {
      request,
      get open() {
        return open;
      },
      write: text => open && !stalled && response.write(text),
      end: () => response.end(),
      stall: () => {
        stalled = true;
      },
    };
    this.#streams.add(stream);
    response.once('close', () => {
      open = false;
      this.#streams.delete(stream);
    });
    let rest = '';
    answer.setEncoding('utf8');
    answer.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        const fault = this.#pick(this.#lineFaults, f => f.match(line, request));
        const sent = fault ? fault.act(line, stream) : line;
        if (sent !== undefined && !stalled && !response.writableEnded) {
          response.write(`${sent}\n`);
        }
      }
    });
    answer.on('end', () => !stalled && response.end());
  }
}
