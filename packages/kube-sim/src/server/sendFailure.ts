import { ApiError } from '../store/ApiError';
import type { Context } from './Context';

/** Requests to be failed on purpose. */
export interface Failure {
  count: number;
  status: number;
  /** Only requests whose path, with its query, holds this text. */
  match?: string;
  headers?: Record<string, string>;
  /** Sent as HTML instead of a Status, as a load balancer does. */
  body?: string;
}

const REASONS: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** Answers a request with a failure that a test asked for. */
export function sendFailure(context: Context, failure: Failure): void {
  const { status, headers, body } = failure;
  if (body !== undefined) {
    context.response.writeHead(status, {
      ...context.headers('text/html'),
      ...headers,
    });
    context.response.end(body);
    return;
  }
  context.sendError(
    new ApiError({
      code: status,
      reason: REASONS[status],
      message: `failed on purpose with ${status}`,
      headers,
    }),
  );
}
