import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import type { ClusterConnection } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { AddressGuard } from '../security/AddressGuard';
import { assertRequestPath } from './assertRequestPath';
import type { KubernetesClient, KubernetesRequest } from './KubernetesClient';
import { KubernetesError } from './KubernetesError';
import { orAbort } from './orAbort';
import { toResponseError } from './toResponseError';
import { toTransportError } from './toTransportError';

const CONNECT_TIMEOUT_MS = 10_000;
const DEFAULT_TIMEOUT_MS = 30_000;
/** A page of 500 objects at etcd's limit of 1.5 MiB would be more; real pages are near 2 MiB. */
const MAX_JSON_BYTES = 64 * 1024 * 1024;
/** Of an answer that is an error, enough for a Status. */
const MAX_ERROR_BYTES = 64 * 1024;
/** Shorter than the idle limits of load balancers and of the API server. */
const KEEP_ALIVE_MS = 30_000;

const USER_AGENT = 'backstage-fluxcd';

/**
 * One cluster's API server over one pool of connections.
 *
 * HTTP/1.1 on purpose: every watch has a socket of its own, so that ending one, or finding one dead, concerns no
 * other request.
 */
export class PooledKubernetesClient implements KubernetesClient {
  readonly #connection: ClusterConnection;
  readonly #guard: AddressGuard;
  readonly #agent: Agent;
  readonly #origin: string;
  readonly #pathPrefix: string;
  /** Named in messages. */
  readonly #host: string;
  readonly #maxJsonBytes: number;
  /** How many tokens were refused so far. */
  #refusals = 0;

  constructor(options: {
    connection: ClusterConnection;
    guard: AddressGuard;
    maxJsonBytes?: number;
  }) {
    this.#connection = options.connection;
    this.#guard = options.guard;
    this.#maxJsonBytes = options.maxJsonBytes ?? MAX_JSON_BYTES;
    const url = new URL(options.connection.server);
    if (url.protocol !== 'https:') {
      throw new KubernetesError('The server must be an https:// URL.', {
        reason: 'invalid',
      });
    }
    this.#origin = url.origin;
    this.#pathPrefix = url.pathname.replace(/\/+$/, '');
    this.#host = url.host;
    this.#agent = new Agent({
      connect: this.#createConnector(),
      keepAliveTimeout: KEEP_ALIVE_MS,
      // Each request brings its own limits.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  async request<T>(request: KubernetesRequest): Promise<T> {
    const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const timeout = timeoutMs > 0 ? AbortSignal.timeout(timeoutMs) : undefined;
    return this.#guarded(request.signal, timeout, async signal => {
      const response = await this.#dispatch(request, signal);
      if (response.statusCode === 204) {
        await response.body.dump();
        return undefined as T;
      }
      const text = await this.#readBody(response, this.#maxJsonBytes);
      try {
        return JSON.parse(text) as T;
      } catch {
        throw new KubernetesError(
          `${
            this.#host
          } answered with something that is not JSON: is it a Kubernetes API server?`,
          { reason: 'not-kubernetes', status: response.statusCode },
        );
      }
    });
  }

  async stream(request: KubernetesRequest): Promise<AsyncIterable<Buffer>> {
    // Headers come at once, even when the body stays silent for hours.
    const headersTimeout = new AbortController();
    const timer = setTimeout(
      () => headersTimeout.abort(new DOMException('headers', 'TimeoutError')),
      request.timeoutMs || DEFAULT_TIMEOUT_MS,
    );
    try {
      const response = await this.#guarded(
        request.signal,
        headersTimeout.signal,
        signal => this.#dispatch(request, signal),
      );
      return this.#chunks(response.body, request.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async *#chunks(
    body: Readable,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of body) {
        yield chunk;
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw toTransportError(error, this.#host);
    }
  }

  /** Turns every failure but the caller's own abort into a KubernetesError. */
  async #guarded<T>(
    caller: AbortSignal | undefined,
    timeout: AbortSignal | undefined,
    work: (signal: AbortSignal | undefined) => Promise<T>,
  ): Promise<T> {
    caller?.throwIfAborted();
    const signals = [caller, timeout].filter(s => s !== undefined);
    const signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
    try {
      // undici looks at the signal of a request that waits for a connection only when that one is there.
      return await orAbort(work(signal), signal);
    } catch (error) {
      caller?.throwIfAborted();
      if (error instanceof KubernetesError) {
        throw error;
      }
      throw toTransportError(
        timeout?.aborted ? timeout.reason : error,
        this.#host,
      );
    }
  }

  /** Sends the request; once more, with another token, when the server refused the first one. */
  async #dispatch(
    request: KubernetesRequest,
    signal: AbortSignal | undefined,
  ): Promise<Dispatcher.ResponseData> {
    const refusals = this.#refusals;
    const token = await this.#token();
    try {
      return await this.#send(request, signal, token);
    } catch (error) {
      const { refuseToken } = this.#connection;
      const refused = error instanceof KubernetesError && error.status === 401;
      if (!refused || !refuseToken || token === undefined) throw error;
      // Others that were under way with the same token may have said so before.
      if (refusals === this.#refusals) {
        this.#refusals++;
        refuseToken(token);
      }
      return this.#send(request, signal, await this.#token());
    }
  }

  async #token(): Promise<string | undefined> {
    try {
      return await this.#connection.getToken?.();
    } catch (error) {
      // By name: the class may come from another copy of the package.
      const meant =
        error instanceof Error && error.name === 'AuthenticationError';
      throw new KubernetesError(
        meant ? error.message : 'The token for the cluster cannot be had.',
        { reason: meant ? 'unauthorized' : 'unknown' },
      );
    }
  }

  async #send(
    request: KubernetesRequest,
    signal: AbortSignal | undefined,
    token: string | undefined,
  ): Promise<Dispatcher.ResponseData> {
    const method = request.method ?? 'GET';
    assertRequestPath(request.path);
    const headers: Record<string, string> = {
      accept: request.accept ?? 'application/json',
      'user-agent': USER_AGENT,
    };
    if (request.body !== undefined) {
      headers['content-type'] = request.contentType ?? 'application/json';
    }
    if (token !== undefined) {
      headers.authorization = `Bearer ${token}`;
    }
    // `origin` and `path` are sent as they are: undici follows no redirect and rewrites no path.
    const response = await this.#agent.request({
      origin: this.#origin,
      path: `${this.#pathPrefix}${request.path}${toQuery(request.query)}`,
      method,
      headers,
      body:
        request.body === undefined ? undefined : JSON.stringify(request.body),
      signal,
    });
    const { statusCode } = response;
    if (statusCode >= 200 && statusCode < 300) {
      return response;
    }
    let body = '';
    try {
      body = await this.#readBody(response, MAX_ERROR_BYTES);
    } catch (error) {
      if (signal?.aborted) {
        throw error;
      }
      // The status says enough.
    }
    throw toResponseError({
      host: this.#host,
      status: statusCode,
      contentType: single(response.headers['content-type']),
      retryAfter: single(response.headers['retry-after']),
      body,
    });
  }

  async #readBody(
    response: Dispatcher.ResponseData,
    limit: number,
  ): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) {
        // Leaving the loop destroys the body, and with it the socket.
        throw new KubernetesError(
          `${this.#host} sent an answer of more than ${limit} bytes.`,
          { reason: 'invalid', status: response.statusCode },
        );
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, size).toString('utf8');
  }

  #createConnector(): buildConnector.connector {
    const { certificateAuthority, clientCertificate, tlsServerName } =
      this.#connection;
    const connect = buildConnector({
      ca: certificateAuthority,
      cert: clientCertificate?.certificate,
      key: clientCertificate?.privateKey,
      servername: tlsServerName,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      allowH2: false,
      timeout: CONNECT_TIMEOUT_MS,
      lookup: this.#guard.lookup,
    });
    return (options, callback) => {
      const host = options.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host)) {
        // Node asks no lookup for an IP literal.
        try {
          this.#guard.check(host);
        } catch (refusal) {
          callback(refusal as Error, null);
          return;
        }
      }
      connect(options, callback);
    };
  }
}

function toQuery(query: KubernetesRequest['query']): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) {
      parameters.set(name, String(value));
    }
  }
  return parameters.size > 0 ? `?${parameters}` : '';
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
