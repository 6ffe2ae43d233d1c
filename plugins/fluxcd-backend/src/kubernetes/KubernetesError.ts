import type { ConnectionReason } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/**
 * Why a request to a cluster failed, in a form that is safe to show and to store: a class of cause and one
 * sentence, never headers, bodies or credentials. It is deliberately not one of Backstage's errors and carries no
 * `cause` or `statusCode`: a cluster's 401 must not become the portal's 401.
 */
export class KubernetesError extends Error {
  readonly name = 'KubernetesError';
  readonly reason:
    | ConnectionReason
    | 'not-found'
    | 'conflict'
    | 'expired'
    | 'invalid';
  /** HTTP status, when there was an answer. */
  readonly status?: number;
  /** `reason` of the Kubernetes Status body, e.g. `Expired`. */
  readonly statusReason?: string;
  readonly retryAfterSeconds?: number;

  constructor(
    message: string,
    options: {
      reason: KubernetesError['reason'];
      status?: number;
      statusReason?: string;
      retryAfterSeconds?: number;
    },
  ) {
    super(message);
    this.reason = options.reason;
    this.status = options.status;
    this.statusReason = options.statusReason;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
