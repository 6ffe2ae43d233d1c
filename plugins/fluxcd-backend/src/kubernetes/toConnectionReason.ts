import type { ConnectionReason } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { KubernetesError } from './KubernetesError';

/**
 * The cause as the state of a connection names it. To the requests that every cluster must answer, "not found" means
 * another kind of server.
 */
export function toConnectionReason(error: KubernetesError): ConnectionReason {
  switch (error.reason) {
    case 'not-found':
      return 'not-kubernetes';
    case 'conflict':
    case 'expired':
    case 'invalid':
      return 'unknown';
    default:
      return error.reason;
  }
}
