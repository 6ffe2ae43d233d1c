import type { OperationOutcome } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { KubernetesError } from '../kubernetes/KubernetesError';
import { scrub } from '../security/scrub';

/** What it means for an operation that the cluster did not answer a request as it should. */
export function toFailure(error: KubernetesError): {
  outcome: Extract<OperationOutcome, 'gone' | 'refused' | 'unreachable'>;
  message: string;
} {
  switch (error.reason) {
    // A 404 that does not speak of the object: its API is not served, and no object lives without one.
    case 'not-found':
      return {
        outcome: 'gone',
        message: 'The cluster does not serve its kind (any more).',
      };
    case 'forbidden':
      return { outcome: 'refused', message: scrub(error.message) };
    default:
      return { outcome: 'unreachable', message: scrub(error.message) };
  }
}
