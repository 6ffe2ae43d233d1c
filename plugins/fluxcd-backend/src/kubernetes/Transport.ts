import type { IncomingHttpHeaders } from 'node:http';

/** A request with everything that it needs; nothing is added, followed or rewritten. */
export interface TransportRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** Aborting it ends the request, also while its answer is read. */
  signal?: AbortSignal;
  /** The same, for as long as somebody holds it: watches give one up when they are open, for one less to be kept. */
  patience?: AbortSignal;
}

/** What came back, whatever the status. */
export interface TransportResponse {
  status: number;
  headers: IncomingHttpHeaders;
  /** To be read, or left early, which ends the request. Fails when the answer breaks off. */
  body: AsyncIterable<Buffer>;
}

/** Carries requests to one server. Fails with what the network, TLS or the address guard failed with. */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>;
  /** Requests under way fail. */
  close(): Promise<void>;
}
