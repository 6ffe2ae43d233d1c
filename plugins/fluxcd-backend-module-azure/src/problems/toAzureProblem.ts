import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { AzureProblem } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { ARM_PROBLEMS, ARM_STATUS_PROBLEMS } from './ARM_PROBLEMS';
import { ENTRA_PROBLEMS } from './ENTRA_PROBLEMS';
import { explainSurroundings } from './explainSurroundings';
import type { ProblemContext } from './ProblemContext';
import type { ProblemWords } from './ProblemWords';
import { type AzureErrorFacts, readAzureError } from './readAzureError';

/** Azure's own sentence, but only where it is known word for word. */
const LOCAL_ACCOUNTS = /local accounts/i;

/**
 * An error of Entra ID, Resource Manager or the way there in plain words. Never fails. Nothing of the error is repeated
 * but its code: texts of Azure's hold trace ids, and may quote anything.
 */
export function toAzureProblem(
  error: unknown,
  context: ProblemContext,
): AzureProblem {
  const { subscriptionId } = context;
  // Words of the module's own.
  if (
    error instanceof ServiceUnavailableError ||
    error instanceof NotFoundError
  ) {
    return { message: error.message, subscriptionId };
  }
  const facts = readAzureError(error, context.body);
  return {
    code: facts.entra ? `AADSTS${facts.entra}` : facts.arm,
    ...explain(error, facts, context),
    subscriptionId,
  };
}

function explain(
  error: unknown,
  facts: AzureErrorFacts,
  context: ProblemContext,
): ProblemWords {
  const { entra, arm, status } = facts;
  if (entra) {
    return ENTRA_PROBLEMS[entra]?.(context) ?? unknownEntra(entra, context);
  }
  if (status !== undefined && status >= 400) {
    if (status === 400 && LOCAL_ACCOUNTS.test(textOf(error, context))) {
      return {
        message:
          'The cluster has its local accounts switched off: it has no administrator credential.',
        remedy: 'Use Entra ID for this cluster.',
      };
    }
    const known =
      (arm && ARM_PROBLEMS[arm]) || (ARM_STATUS_PROBLEMS[status] ?? undefined);
    return known ? known(context) : unknownStatus(status);
  }
  return explainSurroundings(facts, context);
}

function unknownEntra(code: string, { cloud }: ProblemContext): ProblemWords {
  return {
    message: 'Entra ID refused to sign the identity in.',
    remedy: `What the code means stands at ${cloud.authorityHost}/error?code=${code}`,
  };
}

function unknownStatus(status: number): ProblemWords {
  return status >= 500
    ? {
        message: `Azure Resource Manager fails for the moment (HTTP ${status}).`,
        remedy: 'Nothing: the next sync tries again.',
      }
    : {
        message: `Azure Resource Manager refused the request (HTTP ${status}).`,
      };
}

function textOf(error: unknown, { body }: ProblemContext): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return `${typeof message === 'string' ? message : ''} ${body ?? ''}`;
}
