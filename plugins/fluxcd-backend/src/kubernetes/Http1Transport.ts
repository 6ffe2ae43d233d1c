import type { TLSSocket } from 'node:tls';
import { Agent } from 'undici';
import type { Dial } from './createDial';
import type {
  Transport,
  TransportRequest,
  TransportResponse,
} from './Transport';

/** Shorter than the idle limits of load balancers and of the API server. */
const KEEP_ALIVE_MS = 30_000;

/** HTTP/1.1: as many sockets as there are requests at once, used again. */
export class Http1Transport implements Transport {
  readonly #origin: string;
  readonly #agent: Agent;

  constructor(options: {
    origin: string;
    dial: Dial;
    /** A connection that is there already. */
    first: TLSSocket;
  }) {
    this.#origin = options.origin;
    let first: TLSSocket | undefined = options.first;
    this.#agent = new Agent({
      connect: (_options, callback) => {
        const ready = first?.destroyed ? undefined : first;
        first = undefined;
        (ready ? Promise.resolve(ready) : options.dial({ http2: false })).then(
          socket => callback(null, socket),
          error => callback(error, null),
        );
      },
      keepAliveTimeout: KEEP_ALIVE_MS,
      // Each request brings its own limits.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  async send({
    patience,
    ...request
  }: TransportRequest): Promise<TransportResponse> {
    const signals = [request.signal, patience].filter(s => s !== undefined);
    // `origin` and `path` are sent as they are: undici follows no redirect and rewrites no path.
    const { statusCode, headers, body } = await this.#agent.request({
      origin: this.#origin,
      ...request,
      signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
    });
    return { status: statusCode, headers, body };
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}
