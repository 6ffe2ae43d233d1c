import { ConflictError } from '@backstage/errors';
import { KubernetesError } from '../../kubernetes/KubernetesError';

/** Why a refresh failed, as text for another replica; only what is made to be shown. */
export function writeFailure(error: unknown): string {
  if (error instanceof KubernetesError) {
    const { name, message, reason, status } = error;
    return JSON.stringify({ name, message, reason, status });
  }
  if (error instanceof ConflictError) {
    const { name, message } = error;
    return JSON.stringify({ name, message });
  }
  return JSON.stringify({ message: 'The cluster could not be read' });
}

/** The error that `writeFailure` wrote down. */
export function readFailure(failure: string): Error {
  const { name, message, reason, status } = JSON.parse(failure);
  if (name === 'KubernetesError') {
    return new KubernetesError(message, { reason, status });
  }
  if (name === 'ConflictError') return new ConflictError(message);
  return new Error(message);
}
