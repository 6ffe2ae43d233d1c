import { KubernetesError } from '../../kubernetes/KubernetesError';

/** The thread died; it is no fault of the cluster, and a list heals it. */
export function lostError(): KubernetesError {
  return new KubernetesError('What was read of the cluster was lost', {
    reason: 'invalid',
  });
}
