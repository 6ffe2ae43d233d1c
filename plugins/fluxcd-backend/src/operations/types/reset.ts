import { releaseRefusal } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { OperationRequest, OperationType } from './OperationType';
import { planResources } from './planResources';
import { refuseOtherThanReleases } from './refuseOtherThanReleases';
import { runRelease } from './runRelease';

/** Clears the failure counts of a HelmRelease, so that one that gave up tries again. */
export const resetOperation: OperationType<
  Extract<OperationRequest, { type: 'reset' }>
> = {
  plan: ({ targets }, tools) =>
    planResources(targets, {
      tools,
      kindRefusal: refuseOtherThanReleases,
      refusal: releaseRefusal,
    }),
  run: work =>
    runRelease(work, {
      annotation: 'reconcile.fluxcd.io/resetAt',
      echo: 'lastHandledResetAt',
      what: 'the reset',
    }),
};
