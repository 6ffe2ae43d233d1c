import type { Connection } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { toConnectionReason } from '../kubernetes/toConnectionReason';

/** The state of a cluster that nobody watches, with what was the trouble when somebody last looked. */
export function pausedConnection(
  known: Connection,
  options: {
    /** What the last look failed with, if there was one. */
    failure?: unknown;
    /** ISO 8601. */
    at: string;
  },
): Connection {
  const { failure, at } = options;
  const trouble =
    failure instanceof KubernetesError
      ? { reason: toConnectionReason(failure), message: failure.message }
      : { reason: known.reason, message: known.message };
  return {
    state: 'paused',
    ...trouble,
    since: known.state === 'paused' ? known.since : at,
    lastContactAt: known.lastContactAt,
  };
}
