import { AuthenticationError } from '@backstage/errors';
import { toAzureProblem } from '../problems/toAzureProblem';
import type { AzureSession } from './AzureSession';

/** What the link to a cluster may say of a token that could not be had: the words of the problem alone. */
export function toTokenError(
  error: unknown,
  session: AzureSession,
): AuthenticationError {
  const { code, message } = toAzureProblem(error, session);
  return new AuthenticationError(code ? `${message} (${code})` : message);
}
