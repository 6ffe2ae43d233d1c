import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { ApiError } from '../store/ApiError';
import { errors } from '../store/errors';
import { Context, type Cluster } from './Context';
import { discovery } from './discovery';
import { forbidden } from './forbidden';
import { health } from './health';
import { impersonate } from './impersonate';
import { openapi } from './openapi';
import { parseRequestInfo, type RequestInfo } from './RequestInfo';
import { route } from './route';
import { sendFailure, type Failure } from './sendFailure';
import type { UserInfo } from './UserInfo';
import { version } from './version';

export interface LoggedRequest {
  method: string;
  path: string;
  status: number;
  user: string;
}

const LOG_SIZE = 5000;

/** The HTTPS server of one cluster, HTTP/1.1 and HTTP/2 on one port. */
export class ApiServer {
  readonly #cluster: Cluster;
  readonly #tls: { key: string; cert: string; ca: string };
  readonly #sockets = new Set<Socket>();
  readonly requests: LoggedRequest[] = [];
  #failures: Failure[] = [];
  #server: Http2SecureServer | undefined;
  #port = 0;

  constructor(options: {
    cluster: Cluster;
    tls: { key: string; cert: string; ca: string };
    port?: number;
  }) {
    this.#cluster = options.cluster;
    this.#tls = options.tls;
    this.#port = options.port ?? 0;
  }

  get port(): number {
    return this.#port;
  }

  /** Listens on the loopback address, on the same port every time. */
  async listen(): Promise<void> {
    if (this.#server) {
      return;
    }
    const server = createSecureServer(
      {
        ...this.#tls,
        allowHTTP1: true,
        requestCert: true,
        // A certificate of another CA is answered with 401, not with a broken handshake.
        rejectUnauthorized: false,
        // Megabytes; the default of 10 would end connections that carry many watches.
        maxSessionMemory: 1000,
        settings: { maxConcurrentStreams: 1000 },
      },
      (request, response) => {
        this.#handle(request, response).catch(error => {
          process.stderr.write(`kube-sim: ${error?.stack ?? error}\n`);
          response.stream?.destroy();
        });
      },
    );
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    // Clients that break off are none of our business.
    server.on('sessionError', () => undefined);
    server.on('tlsClientError', () => undefined);
    server.on('clientError', (_error, socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', () => resolve());
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Stops listening and cuts every connection. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server) {
      const closed = new Promise<void>(resolve =>
        server.close(() => resolve()),
      );
      this.dropConnections();
      await closed;
    }
  }

  dropConnections(): void {
    this.#sockets.forEach(socket => socket.destroy());
  }

  failNext(failure: Failure): void {
    this.#failures.push({ ...failure });
  }

  clearFailures(): void {
    this.#failures = [];
  }

  #failure(url: string): Failure | undefined {
    const found = this.#failures.find(
      failure => !failure.match || url.includes(failure.match),
    );
    if (found) {
      found.count -= 1;
      this.#failures = this.#failures.filter(failure => failure.count > 0);
    }
    return found;
  }

  #log(
    request: Http2ServerRequest,
    response: Http2ServerResponse,
    user: string,
  ): void {
    const entry = {
      method: request.method,
      path: request.url,
      status: 0,
      user,
    };
    this.requests.push(entry);
    if (this.requests.length > LOG_SIZE) {
      this.requests.splice(0, this.requests.length - LOG_SIZE);
    }
    response.on('finish', () => {
      entry.status = response.statusCode;
    });
  }

  async #handle(
    request: Http2ServerRequest,
    response: Http2ServerResponse,
  ): Promise<void> {
    // Node reports a client that breaks off as an error of the request.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    const cut = request.url.indexOf('?');
    const path = cut < 0 ? request.url : request.url.slice(0, cut);
    const query = new URLSearchParams(
      cut < 0 ? '' : request.url.slice(cut + 1),
    );
    const info = parseRequestInfo(request.method, path, query);
    let user: UserInfo = { name: '', groups: [] };
    const context = () =>
      new Context({
        cluster: this.#cluster,
        request,
        response,
        query,
        info,
        user,
      });
    const failure = this.#failure(request.url);
    try {
      if (failure) {
        this.#log(request, response, '');
        sendFailure(context(), failure);
        return;
      }
      try {
        const caller = this.#cluster.authenticator.authenticate(request);
        user = impersonate(
          caller,
          request.rawHeaders,
          this.#cluster.authorizer,
        );
      } finally {
        this.#log(request, response, user.name);
      }
      this.#authorize(user, info);
      await this.#answer(context());
    } catch (error) {
      if (response.stream?.destroyed || response.writableEnded) {
        return;
      }
      if (!(error instanceof ApiError)) {
        process.stderr.write(`kube-sim: ${(error as Error)?.stack ?? error}\n`);
      }
      context().sendError(
        error instanceof ApiError
          ? error
          : new ApiError({
              code: 500,
              reason: 'InternalError',
              message: `Internal error occurred: ${(error as Error).message}`,
            }),
      );
    } finally {
      request.resume();
    }
  }

  #authorize(user: UserInfo, info: RequestInfo): void {
    const { authorizer } = this.#cluster;
    if (info.isResource) {
      const attributes = {
        verb: info.verb,
        group: info.group,
        resource: info.resource,
        subresource: info.subresource || undefined,
        name: info.name || undefined,
        namespace: info.namespace || undefined,
      };
      if (authorizer.allows(user, attributes) === undefined) {
        throw forbidden(user, attributes);
      }
      return;
    }
    if (authorizer.allowsPath(user, info.verb, info.path) === undefined) {
      throw new ApiError({
        code: 403,
        reason: 'Forbidden',
        message: `forbidden: User "${user.name}" cannot ${info.verb} path "${info.path}"`,
        details: {},
      });
    }
  }

  async #answer(context: Context): Promise<void> {
    const { info, method } = context;
    if (info.isResource) {
      const handler = route(context);
      if (handler) {
        await handler();
      } else {
        context.sendPageNotFound();
      }
      return;
    }
    if (method !== 'GET' && method !== 'HEAD') {
      throw errors.methodNotAllowed();
    }
    if (info.path === '/version' || info.path === '/version/') {
      context.send(200, version(this.#cluster.gitVersion));
    } else if (!health(context) && !openapi(context) && !discovery(context)) {
      context.sendPageNotFound();
    }
  }
}
