import type { OperationOutcome } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** How the work on one object ended. */
export interface ObjectResult {
  outcome: OperationOutcome;
  /** It was left alone because there was nothing to do: no failure. */
  skipped?: boolean;
  /** One sentence for people. */
  message: string;
  revision?: string;
}
