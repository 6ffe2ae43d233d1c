import type { AzureProblem } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { AzureSession } from '../credentials/AzureSession';
import type { ProblemContext } from '../problems/ProblemContext';
import { toAzureProblem } from '../problems/toAzureProblem';
import type { ArmCalls } from './ArmCalls';
import { UnusableAnswerError } from './UnusableAnswerError';

/** Never fails. What went wrong in a call that `signal` can end, in plain words. */
export function describeFailure(
  error: unknown,
  options: {
    session: AzureSession;
    signal: AbortSignal;
    /** The calls that failed, when the SDK leaves out of its error what Azure said. */
    calls?: ArmCalls;
  } & Pick<ProblemContext, 'subscriptionId' | 'armId' | 'act'>,
): AzureProblem {
  const { session, signal, calls, ...about } = options;
  const { subscriptionId } = about;
  if (signal.aborted) {
    const late = (signal.reason as Error | undefined)?.name === 'TimeoutError';
    return late
      ? {
          message: 'Azure had not answered everything when the time was up.',
          remedy:
            'Allow more time with fluxcd.azure.syncTimeoutSeconds, or split the connection.',
          subscriptionId,
        }
      : { message: 'It was ended before it was done.', subscriptionId };
  }
  if (error instanceof UnusableAnswerError) {
    return { message: error.message, subscriptionId };
  }
  return toAzureProblem(error, {
    cloud: session.cloud,
    connection: session.connection,
    ...about,
    body: calls?.refusal,
  });
}
