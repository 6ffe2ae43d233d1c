import {
  findFluxKind,
  type FluxObject,
  isStatic,
  isSuspended,
  type ObjectReference,
  readReverter,
  resumeRefusal,
  SUSPENSION_ANNOTATIONS,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ObjectPatch } from '../../resources/ClusterObjects';
import type { ObjectResult } from '../ObjectResult';
import { patchObject } from '../patchObject';
import { reconcileObject } from '../reconcileObject';
import { describeReverter } from './describeReverter';
import type {
  OperationRequest,
  OperationType,
  TargetWork,
} from './OperationType';
import { planResources } from './planResources';
import { runSingleStep } from './runSingleStep';

type Request = Extract<OperationRequest, { type: 'resume' }>;

/**
 * Lets Flux act on objects again and asks for a reconciliation in the same patch, with a token of its own: one that
 * was set during the suspension is spent (flux-semantics §5.2). The outcome is that of the reconciliation.
 */
export const resumeOperation: OperationType<Request> = {
  plan: ({ targets }, tools) =>
    planResources(targets, { tools, refusal: resumeRefusal }),
  run: work => runSingleStep(work, onProgress => resume(work, { onProgress })),
};

async function resume(
  work: TargetWork<Request>,
  options: { onProgress: (message: string) => Promise<void> },
): Promise<ObjectResult> {
  const { target, group, tools } = work;
  const { kind, namespace, name } = target;
  const reference: ObjectReference = { group, kind, namespace, name };
  const objects = tools.objects(target.clusterId);
  const { signal } = tools;
  let warning = '';
  const patch = (object: FluxObject): ObjectPatch => {
    const reverter = readReverter(object);
    warning = reverter
      ? ` ${describeReverter(reverter, 'suspend it again')}`
      : '';
    return toPatch(object);
  };

  if (!findFluxKind(group, kind)?.reconcilable) {
    const patched = await patchObject({
      objects,
      reference,
      signal,
      refuse,
      patch,
    });
    if (patched.failure) return patched.failure;
    return isSuspended(patched.after)
      ? { outcome: 'undone', message: 'It is still suspended.' }
      : { outcome: 'done', message: `Resumed.${warning}` };
  }
  const result = await reconcileObject({
    objects,
    reference,
    signal,
    pause: work.pause,
    onProgress: options.onProgress,
    refuse,
    patch,
  });
  // Without a look at it after the patch, it was not patched.
  if (!result.asked) return result;
  return { ...result, message: `Resumed. ${result.message}${warning}` };
}

function refuse(object: FluxObject): ObjectResult | undefined {
  const message = resumeRefusal(object);
  if (message === undefined) return undefined;
  return isSuspended(object) || isStatic(object)
    ? { outcome: 'refused', message }
    : { outcome: 'done', skipped: true, message };
}

/** Takes away what suspends and every note about it, whoever wrote it. */
function toPatch(object: FluxObject): ObjectPatch {
  const suspendAnnotation = findFluxKind(
    object.apiVersion.split('/')[0],
    object.kind,
  )?.suspendAnnotation;
  const notes = [
    ...SUSPENSION_ANNOTATIONS.by,
    ...SUSPENSION_ANNOTATIONS.reason,
    ...SUSPENSION_ANNOTATIONS.at,
    ...(suspendAnnotation ? [suspendAnnotation] : []),
  ];
  const present = notes.filter(
    note => object.metadata.annotations?.[note] !== undefined,
  );
  return {
    resourceVersion: object.metadata.resourceVersion,
    annotations: Object.fromEntries(present.map(note => [note, null])),
    // Removed, not false: false would be ours, and stand in the way of a manifest that suspends later.
    ...(object.spec?.suspend !== undefined && { spec: { suspend: null } }),
  };
}
