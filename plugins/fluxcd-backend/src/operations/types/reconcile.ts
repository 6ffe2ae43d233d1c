import {
  findFluxKind,
  reconcileRefusal,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { reconcileTarget } from '../reconcileTarget';
import type { OperationRequest, OperationType } from './OperationType';
import { planResources } from './planResources';

/** Asks Flux to reconcile, the source first where that is wanted. */
export const reconcileOperation: OperationType<
  Extract<OperationRequest, { type: 'reconcile' }>
> = {
  plan: ({ targets }, tools) =>
    planResources(targets, {
      tools,
      kindRefusal: ({ group, kind }) =>
        findFluxKind(group, kind)?.reconcilable
          ? undefined
          : `Flux cannot be asked to reconcile ${kind} objects`,
      refusal: reconcileRefusal,
    }),
  run: ({ target, group, request, tools, onChange, pause }) =>
    reconcileTarget({
      target,
      group,
      withSource: request.withSource,
      objects: tools.objects(target.clusterId),
      signal: tools.signal,
      onChange,
      pause,
    }),
};
