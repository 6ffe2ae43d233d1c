import {
  type FluxObject,
  isSuspended,
  type OperationTarget,
  releaseRefusal,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ObjectResult } from '../ObjectResult';
import { reconcileObject } from '../reconcileObject';
import type { OperationRequest, TargetWork } from './OperationType';
import { runSingleStep } from './runSingleStep';

/**
 * Asks helm-controller to reconcile with a second annotation of the same token in the same patch, which is how it
 * tells a request that is meant for this pass from an old one (flux-semantics §5.2), and looks whether it honoured
 * it: an older controller does not know it, and somebody else's later request makes ours void.
 */
export function runRelease(
  work: TargetWork<OperationRequest>,
  request: {
    annotation: 'reconcile.fluxcd.io/forceAt' | 'reconcile.fluxcd.io/resetAt';
    /** Field of the status that repeats the token. */
    echo: 'lastHandledForceAt' | 'lastHandledResetAt';
    /** What was asked for, as the object of a sentence. */
    what: string;
  },
): Promise<OperationTarget> {
  const { target, group, tools } = work;
  const { kind, namespace, name } = target;
  return runSingleStep(work, async onProgress => {
    const result = await reconcileObject({
      objects: tools.objects(target.clusterId),
      reference: { group, kind, namespace, name },
      signal: tools.signal,
      pause: work.pause,
      onProgress,
      refuse,
      patch: (_, token) => ({ annotations: { [request.annotation]: token } }),
    });
    const { asked } = result;
    if (
      result.outcome === 'ready' &&
      asked?.seen?.status?.[request.echo] !== asked?.token
    ) {
      return {
        outcome: 'undone',
        message: `Flux reconciled it and did not honour ${request.what}: another request came in between, or its helm-controller does not know this one.`,
      };
    }
    return result;
  });
}

function refuse(object: FluxObject): ObjectResult | undefined {
  const message = releaseRefusal(object);
  if (message === undefined) return undefined;
  return { outcome: isSuspended(object) ? 'suspended' : 'refused', message };
}
