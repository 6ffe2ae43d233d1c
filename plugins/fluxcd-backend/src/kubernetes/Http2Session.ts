import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
} from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { Http2Body, NotBegunError, type StreamOwner } from './Http2Body';
import type { TransportRequest, TransportResponse } from './Transport';

/** A server must say what it permits right after the handshake. */
const SETTINGS_TIMEOUT_MS = 10_000;
/** Credit for answers, so that a page of a list does not wait for round trips: 64 KiB would be 1.3 MB/s at 50 ms. */
const STREAM_WINDOW = 1024 * 1024;
const SESSION_WINDOW = 8 * 1024 * 1024;
/** Streams at once, for a server that names no limit. */
const DEFAULT_STREAMS = 100;
/** After so long without a request the socket is closed. */
const UNUSED_MS = 30_000;
/**
 * The defaults of client-go: without them a connection that died without a FIN lingers for 15 minutes
 * (kubernetes/kubernetes#95981).
 */
const PING_AFTER_MS = 30_000;
const PING_TIMEOUT_MS = 15_000;

/** One HTTP/2 connection. All requests of a cluster share it, its watches too; a dead one is noticed by pings. */
export class Http2Session implements StreamOwner {
  readonly #session: ClientHttp2Session;
  readonly #authority: string;
  readonly #pingAfterMs: number;
  readonly #pingTimeoutMs: number;
  readonly #timer: NodeJS.Timeout;
  #leaving = false;
  #open = 0;
  #quietSince = Date.now();
  #unusedSince = Date.now();
  #bytesRead = 0;
  #pinging = false;

  private constructor(
    session: ClientHttp2Session,
    options: { authority: string; pingAfterMs: number; pingTimeoutMs: number },
  ) {
    this.#session = session;
    this.#authority = options.authority;
    this.#pingAfterMs = options.pingAfterMs;
    this.#pingTimeoutMs = options.pingTimeoutMs;
    // What was under way goes on to its end; nothing new is begun.
    session.once('goaway', () => {
      this.#leaving = true;
    });
    session.once('close', () => clearInterval(this.#timer));
    this.#timer = setInterval(() => this.#look(), this.#pingAfterMs / 3);
    this.#timer.unref();
  }

  /** Takes over a socket on which HTTP/2 was agreed. Fails when the server does not speak it after all. */
  static async open(options: {
    socket: TLSSocket;
    /** URL of the server. */
    origin: string;
    /** Silence after which the server is asked for a sign of life. Milliseconds. */
    pingAfterMs?: number;
    pingTimeoutMs?: number;
  }): Promise<Http2Session> {
    const session = connect(options.origin, {
      createConnection: () => options.socket,
      settings: { enablePush: false, initialWindowSize: STREAM_WINDOW },
    });
    // Whoever has a request under way learns of it there.
    session.on('error', () => {});
    try {
      await once(session, 'remoteSettings', {
        signal: AbortSignal.timeout(SETTINGS_TIMEOUT_MS),
      });
    } catch (error) {
      session.destroy();
      throw error;
    }
    session.setLocalWindowSize(SESSION_WINDOW);
    return new Http2Session(session, {
      authority: new URL(options.origin).host,
      pingAfterMs: options.pingAfterMs ?? PING_AFTER_MS,
      pingTimeoutMs: options.pingTimeoutMs ?? PING_TIMEOUT_MS,
    });
  }

  /** No request can be begun on it any more. */
  get ended(): boolean {
    return this.#leaving || this.#session.closed || this.#session.destroyed;
  }

  get full(): boolean {
    const limit = this.#session.remoteSettings.maxConcurrentStreams;
    return this.#open >= (limit ?? DEFAULT_STREAMS);
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    let stream: ClientHttp2Stream;
    try {
      stream = this.#session.request(
        {
          ...request.headers,
          ':method': request.method,
          ':path': request.path,
          ':authority': this.#authority,
        },
        { endStream: request.body === undefined, signal: request.signal },
      );
    } catch (error) {
      throw new NotBegunError(error);
    }
    this.#open += 1;
    if (request.patience) endWith(stream, request.patience);
    const body = new Http2Body(stream, this);
    if (request.body !== undefined) stream.end(request.body);
    const headers = await body.headers();
    return { status: Number(headers[':status']), headers, body };
  }

  /** Whether the connection was lost rather than left in good order. */
  get lost(): boolean {
    return this.#session.destroyed && !this.#leaving;
  }

  closed(): void {
    this.#open -= 1;
    this.#unusedSince = Date.now();
  }

  destroy(): void {
    this.#session.destroy();
  }

  #look(): void {
    const now = Date.now();
    const { bytesRead = 0 } = this.#session.socket ?? {};
    if (bytesRead !== this.#bytesRead) {
      this.#bytesRead = bytesRead;
      this.#quietSince = now;
    } else if (
      now - this.#quietSince >= this.#pingAfterMs &&
      !this.#pinging &&
      this.#open > 0
    ) {
      this.#ping();
    }
    if (this.#open === 0 && now - this.#unusedSince >= UNUSED_MS) {
      this.#leaving = true;
      this.#session.close();
    }
  }

  #ping(): void {
    this.#pinging = true;
    const timer = setTimeout(() => {
      this.#session.destroy(
        Object.assign(new Error('No answer to a ping'), { code: 'ETIMEDOUT' }),
      );
    }, this.#pingTimeoutMs);
    timer.unref();
    this.#session.ping(() => {
      clearTimeout(timer);
      this.#pinging = false;
    });
  }
}

function endWith(stream: ClientHttp2Stream, patience: AbortSignal): void {
  const end = () => stream.destroy(patience.reason as Error);
  patience.addEventListener('abort', end, { once: true });
}
