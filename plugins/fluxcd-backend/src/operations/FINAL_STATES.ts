import type { OperationState } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** States that an operation does not leave. */
export const FINAL_STATES: readonly OperationState[] = [
  'succeeded',
  'failed',
  'skipped',
  'unknown',
];
