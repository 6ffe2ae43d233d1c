import type { OutgoingHttpHeaders } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import type { ProxiedRequest } from './toProxiedRequest';

/** One request to be answered by a fault. */
export interface Exchange {
  request: ProxiedRequest;
  answer(
    status: number,
    body?: string | object,
    headers?: OutgoingHttpHeaders,
  ): void;
  /** Answers as the cluster does; `edit` rewrites the whole body first (not for a watch). */
  forward(edit?: (body: string) => string): Promise<void>;
  response: Http2ServerResponse;
}

/** What to do to requests that match, instead of carrying them. */
export interface Fault {
  match(request: ProxiedRequest): boolean;
  /** How many requests; default all. */
  times?: number;
  /** From 0 to 1; default 1. */
  probability?: number;
  act(exchange: Exchange): void | Promise<void>;
}

/** What to do to lines of watches that match. */
export interface LineFault {
  match(line: string, request: ProxiedRequest): boolean;
  times?: number;
  /** Answers what is sent in its place: nothing, for undefined. */
  act(line: string, stream: WatchedStream): string | undefined;
}

/** A watch under way. */
export interface WatchedStream {
  request: ProxiedRequest;
  readonly open: boolean;
  /** Sends bytes as they are. */
  write(text: string): void;
  /** Ends it in good order. */
  end(): void;
  /** Carries nothing any more, and does not say so. */
  stall(): void;
}
