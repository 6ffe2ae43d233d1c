import { request as httpsRequest } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import type { ControlCommand } from '../cluster/ControlCommand';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The parsed body, when it is JSON. */
  body: any;
}

export interface Ask {
  method?: string;
  /** Sent byte for byte. */
  path: string;
  /** A list value is sent as that many headers. */
  headers?: Record<string, string | string[]>;
  /** Text is sent as it is, anything else as JSON. */
  body?: unknown;
  /** Bearer token instead of the target's own credentials; '' for none. */
  token?: string;
}

interface Credentials {
  token?: string;
  cert?: string;
  key?: string;
}

/** The server under test, with full rights and a namespace to play in. */
export class Target {
  readonly server: string;
  readonly caPem: string | undefined;
  readonly credentials: Credentials;
  /** File for programs that want a kubeconfig. */
  readonly kubeconfig: string;
  readonly namespace: string;
  /** Present for a simulated cluster only. */
  readonly control: (<T>(command: ControlCommand) => Promise<T>) | undefined;
  /** Tokens of the service accounts that rows act as, filled by the preparation. */
  readonly tokens: Record<string, string> = {};

  constructor(options: {
    server: string;
    caPem?: string;
    credentials: Credentials;
    kubeconfig: string;
    namespace: string;
    control?: <T>(command: ControlCommand) => Promise<T>;
  }) {
    this.server = options.server;
    this.caPem = options.caPem;
    this.credentials = options.credentials;
    this.kubeconfig = options.kubeconfig;
    this.namespace = options.namespace;
    this.control = options.control;
  }

  /** A request whose answer is read line by line until `enough` says so or the server ends it. */
  async stream(
    ask: Ask,
    enough?: (lines: string[]) => boolean,
  ): Promise<Answer & { lines: string[]; ended: boolean }> {
    const { token, cert, key } = this.credentials;
    const bearer = ask.token ?? token;
    const text =
      ask.body === undefined || typeof ask.body === 'string'
        ? ask.body
        : JSON.stringify(ask.body);
    const url = new URL(this.server);
    return new Promise((resolve, reject) => {
      const request = httpsRequest(
        {
          host: url.hostname,
          port: url.port || 443,
          path: ask.path,
          method: ask.method ?? 'GET',
          ca: this.caPem,
          ...(ask.token === undefined ? { cert, key } : {}),
          agent: false,
          headers: {
            accept: 'application/json',
            ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
            ...(text === undefined
              ? {}
              : { 'content-length': String(Buffer.byteLength(text)) }),
            ...ask.headers,
          },
        },
        response => {
          let received = '';
          const finish = (ended: boolean): void => {
            let body: any;
            try {
              body = JSON.parse(received);
            } catch {
              body = received;
            }
            resolve({
              status: response.statusCode!,
              headers: response.headers,
              text: received,
              body,
              lines: received.split('\n').filter(Boolean),
              ended,
            });
            response.destroy();
          };
          response.setEncoding('utf8');
          response.on('data', chunk => {
            received += chunk;
            if (enough?.(received.split('\n').slice(0, -1))) {
              finish(false);
            }
          });
          response.on('end', () => finish(true));
          response.on('error', reject);
          if (enough?.([])) {
            finish(false);
          }
        },
      );
      request.on('error', reject);
      // Bytes, not text: Node would encode the headers along with a text.
      request.end(text === undefined ? undefined : Buffer.from(text));
    });
  }

  async ask(ask: Ask): Promise<Answer> {
    return this.stream(ask);
  }

  /** Like `ask`, and throws when the answer is no success. */
  async must(ask: Ask): Promise<any> {
    const answer = await this.ask({
      ...ask,
      headers: {
        ...(ask.body === undefined
          ? {}
          : { 'content-type': 'application/json' }),
        ...ask.headers,
      },
    });
    if (answer.status >= 300) {
      throw new Error(
        `${ask.method ?? 'GET'} ${ask.path} answered ${
          answer.status
        }: ${answer.text.slice(0, 500)}`,
      );
    }
    return answer.body;
  }
}
