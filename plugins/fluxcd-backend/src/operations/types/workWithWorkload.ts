import type { WorkloadKind } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { KubernetesError } from '../../kubernetes/KubernetesError';
import { scrub } from '../../security/scrub';
import type { ObjectResult } from '../ObjectResult';
import { toFailure } from '../toFailure';
import { findWorkload, type FoundWorkload } from './findWorkload';
import type { OperationRequest, TargetWork } from './OperationType';

/**
 * Finds the target anew, asks again whether it may be done, and does it. What the cluster refuses, and what is gone,
 * becomes an outcome; only an end of the portal rejects.
 */
export async function workWithWorkload(
  { target, tools }: Pick<TargetWork<OperationRequest>, 'target' | 'tools'>,
  options: {
    refusal: (found: FoundWorkload) => Promise<string | undefined>;
    act: (found: FoundWorkload) => Promise<ObjectResult>;
  },
): Promise<ObjectResult> {
  const { signal } = tools;
  try {
    const found = await findWorkload(
      { ...target, kind: target.kind as WorkloadKind },
      tools,
    );
    const why = await options.refusal(found);
    if (why) return { outcome: 'refused', message: why };
    return await options.act(found);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && error.name === 'NotFoundError') {
      return { outcome: 'gone', message: 'The resource no longer manages it.' };
    }
    if (!(error instanceof KubernetesError)) throw error;
    switch (error.reason) {
      case 'not-found':
        return { outcome: 'gone', message: 'It was deleted.' };
      // What a uid that is not the object's gets, and what an admission webhook may say.
      case 'invalid':
      case 'conflict':
        return { outcome: 'refused', message: scrub(error.message) };
      default:
        return toFailure(error);
    }
  }
}
