import type { KubernetesBody } from './KubernetesBody';

/** One request to an API server. */
export interface KubernetesRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Starts with `/`; names in it were checked by grammar before. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  /** Sent as JSON. */
  body?: unknown;
  /** Default `application/json`; patches say `application/merge-patch+json`. */
  contentType?: string;
  /** Default `application/json`; discovery and partial objects ask for more. */
  accept?: string;
  /** Default 30 s; 0 for none (watches). Milliseconds. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/**
 * One cluster's API server, as the rest of the backend sees it. Failures are `KubernetesError`.
 * Redirects are failures; every dialled address has passed the address guard.
 */
export interface KubernetesClient {
  request<T>(request: KubernetesRequest): Promise<T>;
  /** The whole body, neither unpacked nor read. */
  download(request: KubernetesRequest): Promise<KubernetesBody>;
  /** The body as it arrives, for watches and logs; an answer other than 2xx fails before the first chunk. */
  stream(request: KubernetesRequest): Promise<AsyncIterable<Buffer>>;
  /** Drops all sockets; requests in flight fail. */
  close(): Promise<void>;
}
