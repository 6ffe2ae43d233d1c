import type { ConnectionTest } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/**
 * Whether the test failed only because nothing answered. The backend stores such a cluster if asked to: it may
 * be switched off or not built yet. Every other failure says that the cluster cannot be read as it is given.
 */
export function isUnreachable(test: ConnectionTest): boolean {
  const reason = test.steps.find(step => step.state === 'failed')?.reason;
  return reason === 'dns' || reason === 'unreachable' || reason === 'timeout';
}
