import type { ResourceStatus } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** Whether a status is on the way to another one: every reconciliation passes through such and ends where it began. */
export function isPassing(status: ResourceStatus): boolean {
  return status === 'progressing' || status === 'unknown';
}
