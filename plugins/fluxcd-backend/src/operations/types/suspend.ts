import {
  findFluxKind,
  type FluxObject,
  isSuspended,
  type ObjectReference,
  readConditions,
  readReverter,
  SUSPENSION_ANNOTATIONS,
  suspendRefusal,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { KubernetesError } from '../../kubernetes/KubernetesError';
import type { ObjectPatch } from '../../resources/ClusterObjects';
import type { ObjectResult } from '../ObjectResult';
import { patchObject, REQUEST_TIMEOUT_MS } from '../patchObject';
import { describeReverter } from './describeReverter';
import type {
  OperationRequest,
  OperationType,
  TargetWork,
} from './OperationType';
import { planResources } from './planResources';
import { runSingleStep } from './runSingleStep';

type Request = Extract<OperationRequest, { type: 'suspend' }>;

/**
 * Tells Flux to leave objects alone, and writes down for all who did it and why. Flux goes on with what it is doing
 * and says nothing to a suspension (flux-semantics §5.5): the outcome is the object as it is read afterwards.
 */
export const suspendOperation: OperationType<Request> = {
  plan: ({ targets }, tools) =>
    planResources(targets, { tools, refusal: suspendRefusal }),
  run: work => runSingleStep(work, () => suspend(work)),
};

async function suspend(work: TargetWork<Request>): Promise<ObjectResult> {
  const { target, group, request, actor, tools } = work;
  const { kind, namespace, name } = target;
  const reference: ObjectReference = { group, kind, namespace, name };
  const objects = tools.objects(target.clusterId);
  const { signal } = tools;
  const patched = await patchObject({
    objects,
    reference,
    signal,
    refuse,
    patch: object => toPatch(object, { actor, reason: request.reason }),
  });
  if (patched.failure) return patched.failure;
  const { before, after } = patched;
  if (!isSuspended(after)) {
    // An API server drops fields that it does not know, and says so in a header only.
    return {
      outcome: 'undone',
      message: `The cluster took the change and dropped it: its version of ${kind} cannot be suspended.`,
    };
  }

  await work.pause();
  let now: FluxObject | undefined;
  try {
    now = await objects.get(reference, {
      timeoutMs: REQUEST_TIMEOUT_MS,
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof KubernetesError)) throw error;
    now = after;
  }
  if (!now || now.metadata.uid !== before.metadata.uid) {
    return { outcome: 'gone', message: 'It was deleted.' };
  }
  if (!isSuspended(now)) {
    return {
      outcome: 'undone',
      message: 'It was suspended, and somebody else resumed it at once.',
    };
  }
  return { outcome: 'done', message: describe(before, now) };
}

function refuse(object: FluxObject): ObjectResult | undefined {
  const message = suspendRefusal(object);
  if (message === undefined) return undefined;
  return isSuspended(object)
    ? { outcome: 'suspended', skipped: true, message }
    : { outcome: 'refused', message };
}

function toPatch(
  object: FluxObject,
  by: { actor: string; reason: string | undefined },
): ObjectPatch {
  const suspendAnnotation = findFluxKind(
    object.apiVersion.split('/')[0],
    object.kind,
  )?.suspendAnnotation;
  return {
    // Who suspends in the same moment comes first or second, never over the other.
    resourceVersion: object.metadata.resourceVersion,
    annotations: {
      [SUSPENSION_ANNOTATIONS.by[0]]: by.actor,
      [SUSPENSION_ANNOTATIONS.reason[0]]: by.reason ?? null,
      [SUSPENSION_ANNOTATIONS.at[0]]: new Date().toISOString(),
      ...(suspendAnnotation && { [suspendAnnotation]: 'disabled' }),
    },
    ...(!suspendAnnotation && { spec: { suspend: true } }),
  };
}

function describe(before: FluxObject, now: FluxObject): string {
  const words = ['Suspended.'];
  const reconciling = readConditions(now).find(c => c.type === 'Reconciling');
  if (reconciling?.status === 'True') {
    words.push('The reconciliation that is under way goes on to its end.');
  }
  // The manifest that sets the field lost its ownership to us: ask the object as it was.
  const reverter = readReverter(before);
  if (reverter) {
    words.push(describeReverter(reverter, 'resume it'));
  }
  return words.join(' ');
}
