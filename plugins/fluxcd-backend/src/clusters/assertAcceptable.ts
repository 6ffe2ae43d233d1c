import { InputError } from '@backstage/errors';
import type {
  ConnectionReason,
  ConnectionTest,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** Failures that say nothing about the credential: the server may be down, or reachable only later. */
const NETWORK: ReadonlySet<ConnectionReason | undefined> = new Set([
  'dns',
  'unreachable',
  'timeout',
] as const);

/**
 * Fails with InputError unless the credentials passed their test. `allowFailed` lets network failures pass; it is left
 * out where a test that fails is never acceptable.
 */
export function assertAcceptable(
  test: ConnectionTest,
  allowFailed?: boolean,
): void {
  const failed = test.steps.find(step => step.state === 'failed');
  if (!failed) {
    return;
  }
  const isNetwork = NETWORK.has(failed.reason);
  if (isNetwork && allowFailed) {
    return;
  }
  const hint = ' Set allowFailedTest to add the cluster anyway.';
  throw new InputError(
    `credentials: the connection test failed at the step "${failed.step}": ${
      failed.message
    }${isNetwork && allowFailed !== undefined ? hint : ''}`,
  );
}
