import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ClusterConnection } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { AddressGuard } from '../security/AddressGuard';
import { assertRequestPath } from './assertRequestPath';
import { createDial } from './createDial';
import { GuardedBody } from './GuardedBody';
import type { KubernetesBody } from './KubernetesBody';
import type { KubernetesClient, KubernetesRequest } from './KubernetesClient';
import { KubernetesError } from './KubernetesError';
import { NegotiatedTransport } from './NegotiatedTransport';
import { orAbort } from './orAbort';
import { toResponseError } from './toResponseError';
import { toTransportError } from './toTransportError';
import type {
  Transport,
  TransportRequest,
  TransportResponse,
} from './Transport';

const DEFAULT_TIMEOUT_MS = 30_000;
/** A page of 500 objects at etcd's limit of 1.5 MiB would be more; real pages are near 2 MiB. */
const MAX_JSON_BYTES = 64 * 1024 * 1024;
/** Of an answer that is an error, enough for a Status. */
const MAX_ERROR_BYTES = 64 * 1024;

const USER_AGENT = 'backstage-fluxcd';

/** How a request is sent. */
type Manner = Pick<TransportRequest, 'signal' | 'patience'> & {
  /** That the answer may come in. */
  encoding?: 'gzip';
};

/** One cluster's API server over connections that all its users share. */
export class PooledKubernetesClient implements KubernetesClient {
  readonly #connection: ClusterConnection;
  readonly #transport: Transport;
  readonly #pathPrefix: string;
  /** Named in messages. */
  readonly #host: string;
  readonly #maxJsonBytes: number;
  /** One text for all requests with the same token: each watch holds on to the headers that it sent. */
  #bearer = '';
  /** How many tokens were refused so far. */
  #refusals = 0;

  constructor(options: {
    connection: ClusterConnection;
    guard: AddressGuard;
    maxJsonBytes?: number;
  }) {
    this.#connection = options.connection;
    this.#maxJsonBytes = options.maxJsonBytes ?? MAX_JSON_BYTES;
    const url = new URL(options.connection.server);
    if (url.protocol !== 'https:') {
      throw new KubernetesError('The server must be an https:// URL.', {
        reason: 'invalid',
      });
    }
    this.#pathPrefix = url.pathname.replace(/\/+$/, '');
    this.#host = url.host;
    this.#transport = new NegotiatedTransport({
      origin: url.origin,
      dial: createDial(options),
    });
  }

  async request<T>(request: KubernetesRequest): Promise<T> {
    return this.#answered(request, async response => {
      const text = await this.#readText(response, this.#maxJsonBytes);
      if (response.status === 204) return undefined as T;
      try {
        return JSON.parse(text) as T;
      } catch {
        throw new KubernetesError(
          `${
            this.#host
          } answered with something that is not JSON: is it a Kubernetes API server?`,
          { reason: 'not-kubernetes', status: response.status },
        );
      }
    });
  }

  async download(request: KubernetesRequest): Promise<KubernetesBody> {
    return this.#answered(request, async response => ({
      chunks: await this.#readBody(response, response.body, this.#maxJsonBytes),
      gzip: isGzip(response),
    }));
  }

  async stream(request: KubernetesRequest): Promise<AsyncIterable<Buffer>> {
    // Headers come at once, even when the body stays silent for hours.
    const patience = new AbortController();
    const timer = setTimeout(
      () => patience.abort(new DOMException('headers', 'TimeoutError')),
      request.timeoutMs || DEFAULT_TIMEOUT_MS,
    );
    const { signal } = request;
    try {
      const { body } = await this.#guarded(signal, patience.signal, () =>
        this.#dispatch(request, { signal, patience: patience.signal }),
      );
      return this.#guard(body, signal);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  /** In a function of its own, so that a body which is read for hours does not hold on to how it was asked for. */
  #guard(body: AsyncIterable<Buffer>, signal: AbortSignal | undefined) {
    return new GuardedBody(body, error => {
      signal?.throwIfAborted();
      throw toTransportError(error, this.#host);
    });
  }

  /** Sends the request and reads its answer, both within the time that it has. */
  #answered<T>(
    request: KubernetesRequest,
    read: (response: TransportResponse) => Promise<T>,
  ): Promise<T> {
    const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const timeout = timeoutMs > 0 ? AbortSignal.timeout(timeoutMs) : undefined;
    const signals = [request.signal, timeout].filter(s => s !== undefined);
    const signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
    return this.#guarded(request.signal, timeout, async () =>
      read(await this.#dispatch(request, { signal, encoding: 'gzip' })),
    );
  }

  /** Turns every failure but the caller's own abort into a KubernetesError. */
  async #guarded<T>(
    caller: AbortSignal | undefined,
    timeout: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    caller?.throwIfAborted();
    try {
      // A request that waits for a connection looks at its signals only when that one is there.
      return await orAbort(orAbort(work(), timeout), caller);
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
    manner: Manner,
  ): Promise<TransportResponse> {
    const refusals = this.#refusals;
    const token = await this.#token();
    try {
      return await this.#send(request, manner, token);
    } catch (error) {
      const { refuseToken } = this.#connection;
      const refused = error instanceof KubernetesError && error.status === 401;
      if (!refused || !refuseToken || token === undefined) throw error;
      // Others that were under way with the same token may have said so before.
      if (refusals === this.#refusals) {
        this.#refusals++;
        refuseToken(token);
      }
      return this.#send(request, manner, await this.#token());
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
    { encoding, ...signals }: Manner,
    token: string | undefined,
  ): Promise<TransportResponse> {
    assertRequestPath(request.path);
    const headers: Record<string, string> = {
      accept: request.accept ?? 'application/json',
      'user-agent': USER_AGENT,
    };
    // API servers compress what is longer than 128 KiB; never watches, whose events must come at once.
    if (encoding) headers['accept-encoding'] = encoding;
    if (request.body !== undefined) {
      headers['content-type'] = request.contentType ?? 'application/json';
    }
    if (token !== undefined) {
      const bearer = `Bearer ${token}`;
      if (bearer !== this.#bearer) this.#bearer = bearer;
      headers.authorization = this.#bearer;
    }
    const response = await this.#transport.send({
      path: `${this.#pathPrefix}${request.path}${toQuery(request.query)}`,
      method: request.method ?? 'GET',
      headers,
      body:
        request.body === undefined ? undefined : JSON.stringify(request.body),
      ...signals,
    });
    const { status } = response;
    if (status >= 200 && status < 300) return response;
    let body = '';
    try {
      body = await this.#readText(response, MAX_ERROR_BYTES);
    } catch (error) {
      if (signals.signal?.aborted || signals.patience?.aborted) {
        throw error;
      }
      // The status says enough.
    }
    throw toResponseError({
      host: this.#host,
      status,
      contentType: single(response.headers['content-type']),
      retryAfter: single(response.headers['retry-after']),
      body,
    });
  }

  async #readText(response: TransportResponse, limit: number): Promise<string> {
    const chunks = await this.#readBody(response, plainBody(response), limit);
    return Buffer.concat(chunks).toString('utf8');
  }

  async #readBody(
    response: TransportResponse,
    body: AsyncIterable<Buffer>,
    limit: number,
  ): Promise<Buffer[]> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += chunk.length;
      if (size > limit) {
        // Leaving the loop ends the request.
        throw new KubernetesError(
          `${this.#host} sent an answer of more than ${limit} bytes.`,
          { reason: 'invalid', status: response.status },
        );
      }
      chunks.push(chunk);
    }
    return chunks;
  }
}

function isGzip({ headers }: TransportResponse): boolean {
  return headers['content-encoding'] === 'gzip';
}

/** Counted by the reader after it is unpacked, so that a small answer cannot become a big one unseen. */
function plainBody(response: TransportResponse): AsyncIterable<Buffer> {
  if (!isGzip(response)) return response.body;
  // A failure of either side is the failure of reading the result.
  return pipeline(Readable.from(response.body), createGunzip(), () => {});
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
