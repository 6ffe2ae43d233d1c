import type { AzureProblem } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ProblemContext } from './ProblemContext';

/** Never fails. Holds no secret, no body and no trace id of Azure's. */
export function toAzureProblem(
  _error: unknown,
  context: ProblemContext,
): AzureProblem {
  return {
    message: 'Azure refused the request.',
    subscriptionId: context.subscriptionId,
  };
}
