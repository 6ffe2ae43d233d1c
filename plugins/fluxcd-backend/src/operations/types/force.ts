import { releaseRefusal } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { OperationRequest, OperationType } from './OperationType';
import { planResources } from './planResources';
import { refuseOtherThanReleases } from './refuseOtherThanReleases';
import { runRelease } from './runRelease';

/** Makes a new Helm release though nothing changed: an upgrade with the same chart and values. */
export const forceOperation: OperationType<
  Extract<OperationRequest, { type: 'force' }>
> = {
  plan: ({ targets }, tools) =>
    planResources(targets, {
      tools,
      kindRefusal: refuseOtherThanReleases,
      refusal: releaseRefusal,
    }),
  run: work =>
    runRelease(work, {
      annotation: 'reconcile.fluxcd.io/forceAt',
      echo: 'lastHandledForceAt',
      what: 'the forced release',
    }),
};
