import { randomUUID } from 'node:crypto';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { dump } from 'js-yaml';
import { ApiError } from '../store/ApiError';
import type { MemoryObjectStore } from '../store/MemoryObjectStore';
import { parseAccept, type Accept } from './Accept';
import type { Authenticator } from './Authenticator';
import type { Authorizer } from './Authorizer';
import type { LogSource } from './LogSource';
import type { RequestInfo } from './RequestInfo';
import type { UserInfo } from './UserInfo';
import type { WatchHub } from './WatchHub';

const BODY_LIMIT = 3 * 1024 * 1024;
/** Smaller answers are sent as they are (recordings/lists/gzip.json). */
const GZIP_FROM = 128 * 1024;

/** What handlers know about the cluster that they serve. */
export interface Cluster {
  store: MemoryObjectStore;
  authenticator: Authenticator;
  authorizer: Authorizer;
  watches: WatchHub;
  logs: LogSource;
  gitVersion: string;
}

/** One request with its way to answer. */
export class Context {
  readonly cluster: Cluster;
  readonly request: Http2ServerRequest;
  readonly response: Http2ServerResponse;
  readonly query: URLSearchParams;
  readonly info: RequestInfo;
  readonly user: UserInfo;
  readonly warnings: string[] = [];

  constructor(options: {
    cluster: Cluster;
    request: Http2ServerRequest;
    response: Http2ServerResponse;
    query: URLSearchParams;
    info: RequestInfo;
    user: UserInfo;
  }) {
    this.cluster = options.cluster;
    this.request = options.request;
    this.response = options.response;
    this.query = options.query;
    this.info = options.info;
    this.user = options.user;
  }

  get store(): MemoryObjectStore {
    return this.cluster.store;
  }

  get method(): string {
    return this.request.method;
  }

  /** What the client accepts; 406 when that is nothing we have. */
  accept(custom: boolean): Accept {
    const found = parseAccept(this.request.headers.accept);
    if (!found) {
      throw new ApiError({
        code: 406,
        reason: 'NotAcceptable',
        message: custom
          ? 'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf'
          : '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch',
        ...(custom ? {} : { details: {} }),
      });
    }
    return found;
  }

  async body(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.request) {
      size += chunk.length;
      if (size <= BODY_LIMIT) {
        chunks.push(chunk);
      }
    }
    if (size > BODY_LIMIT) {
      throw new ApiError({
        code: 413,
        reason: 'RequestEntityTooLarge',
        message: `Request entity too large: limit is ${BODY_LIMIT}`,
      });
    }
    return Buffer.concat(chunks);
  }

  /** The field manager of a write: the parameter, else the product of the User-Agent. */
  get manager(): string {
    const agent = this.request.headers['user-agent']?.split('/')[0];
    return this.query.get('fieldManager') || agent || 'unknown';
  }

  headers(contentType: string): Record<string, string | string[]> {
    return {
      'content-type': contentType,
      'cache-control': 'no-cache, private',
      'audit-id': randomUUID(),
      ...(this.warnings.length
        ? {
            warning: this.warnings.map(text => `299 - ${JSON.stringify(text)}`),
          }
        : {}),
    };
  }

  /** Sends ready-made JSON. */
  sendJson(code: number, text: string, accept?: Accept): void {
    const pretty = this.query.get('pretty');
    if (accept?.format === 'yaml') {
      this.sendText(
        code,
        dump(JSON.parse(text), { noRefs: true }),
        'application/yaml',
      );
    } else if (pretty !== null && !['0', 'false'].includes(pretty)) {
      this.#write(
        code,
        JSON.stringify(JSON.parse(text), undefined, 2),
        'application/json',
      );
    } else {
      this.#write(code, text, 'application/json');
    }
  }

  send(code: number, object: unknown, accept?: Accept): void {
    this.sendJson(code, JSON.stringify(object), accept);
  }

  sendText(
    code: number,
    text: string,
    contentType = 'text/plain; charset=utf-8',
  ): void {
    this.#write(code, text, contentType);
  }

  sendError(error: ApiError): void {
    const headers = {
      ...this.headers('application/json'),
      ...error.headers,
    };
    this.response.writeHead(error.code, headers);
    this.response.end(
      this.method === 'HEAD' ? '' : JSON.stringify(error.toStatus()),
    );
  }

  /** The 404 of paths that nothing serves; it is not a Status. */
  sendPageNotFound(): void {
    this.sendText(404, '404 page not found\n');
  }

  #write(code: number, text: string, contentType: string): void {
    const headers = this.headers(contentType);
    let body = Buffer.from(text) as Buffer;
    const gzip = /\bgzip\b/.test(
      String(this.request.headers['accept-encoding'] ?? ''),
    );
    if (gzip && this.info.isResource && body.length > GZIP_FROM) {
      body = gzipSync(body, { level: 1 });
      headers['content-encoding'] = 'gzip';
      headers.vary = 'Accept-Encoding';
    }
    headers['content-length'] = String(body.length);
    this.response.writeHead(code, headers);
    this.response.end(this.method === 'HEAD' ? '' : body);
  }
}
