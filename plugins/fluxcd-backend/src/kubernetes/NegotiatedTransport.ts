import type { Dial } from './createDial';
import { Http1Transport } from './Http1Transport';
import { NotBegunError } from './Http2Body';
import { Http2Session } from './Http2Session';
import type {
  Transport,
  TransportRequest,
  TransportResponse,
} from './Transport';

/**
 * HTTP/2 on one socket where the server, and whatever proxy stands before it, offers it; HTTP/1.1 otherwise. What the
 * first connection found holds for this object's life.
 */
export class NegotiatedTransport implements Transport {
  readonly #origin: string;
  readonly #dial: Dial;
  readonly #pings: { pingAfterMs?: number; pingTimeoutMs?: number };
  #http1: Http1Transport | undefined;
  #sessions: Http2Session[] = [];
  #opening: Promise<Http2Session | Http1Transport> | undefined;
  #closed = false;

  constructor(options: {
    origin: string;
    dial: Dial;
    pingAfterMs?: number;
    pingTimeoutMs?: number;
  }) {
    const { origin, dial, ...pings } = options;
    this.#origin = origin;
    this.#dial = dial;
    this.#pings = pings;
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    const carrier = await this.#carrier();
    try {
      return await carrier.send(request);
    } catch (error) {
      if (!(error instanceof NotBegunError) || request.signal?.aborted) {
        throw error;
      }
      // The server was about to leave: another connection finds another one, or the same one anew.
      this.#sessions = this.#sessions.filter(session => session !== carrier);
      return (await this.#carrier()).send(request);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#sessions.forEach(session => session.destroy());
    await this.#http1?.close();
  }

  async #carrier(): Promise<Http2Session | Http1Transport> {
    if (this.#closed) throw closed();
    if (this.#http1) return this.#http1;
    this.#sessions = this.#sessions.filter(session => !session.ended);
    const free = this.#sessions.find(session => !session.full);
    if (free) return free;
    // Whoever comes meanwhile shares it.
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #open(): Promise<Http2Session | Http1Transport> {
    const socket = await this.#dial({ http2: true });
    const carrier =
      socket.alpnProtocol === 'h2'
        ? await Http2Session.open({
            socket,
            origin: this.#origin,
            ...this.#pings,
          })
        : new Http1Transport({
            origin: this.#origin,
            dial: this.#dial,
            first: socket,
          });
    if (this.#closed) {
      socket.destroy();
      throw closed();
    }
    if (carrier instanceof Http1Transport) this.#http1 = carrier;
    else this.#sessions.push(carrier);
    return carrier;
  }
}

function closed(): Error {
  return Object.assign(new Error('Closed'), { code: 'ECONNABORTED' });
}
