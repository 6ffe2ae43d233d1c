import type { ResourceStatus } from '../schemas';
import { findCondition } from './findCondition';
import type { FluxObject } from './FluxObject';
import { isGenerationObserved } from './isGenerationObserved';
import { isRetrying } from './isRetrying';
import { isStatic } from './isStatic';
import { isSuspended } from './isSuspended';
import { readObject } from './readObject';

const READY_VALUES = ['True', 'False', 'Unknown'] as const;

/** What `computeStatus` says of an object. @public */
export interface ComputedStatus {
  status: ResourceStatus;
  /** Failed until spec or source change: Flux gave up. */
  stalled: boolean;
  /** Failed, and Flux tries again by itself. */
  retrying: boolean;
  suspended: boolean;
  /** The Ready condition as it stands, also below a suspension. */
  ready?: 'True' | 'False' | 'Unknown';
  /** Reason and message of the condition that decided, in Flux's words. */
  reason?: string;
  message?: string;
  /** Since when the status is what it is, where the object tells. ISO 8601. */
  statusSince?: string;
}

/**
 * The status of a Flux object in one word.
 *
 * kstatus alone will not do: it calls a Kustomization that fails and retries "in progress" for ever.
 * The first rule that applies decides (flux-semantics §5.4, recommended mapping):
 *
 * 1. being deleted; 2. suspended; 3. Stalled=True: failed; 4. Ready=True: ready, or progressing when
 * it speaks of an older generation; 5. Ready=False for a dependency: waiting; 6. Ready=False because
 * a newer revision cancelled the health check: progressing; 7. Ready=False: failed; 8. Ready=Unknown
 * or Reconciling=True: progressing; 9. a static kind: ready; 10. a generation not yet observed, as right
 * after creation: progressing; else unknown.
 * @public
 */
export function computeStatus(object: FluxObject): ComputedStatus {
  const view = readObject(object);
  const ready = findCondition(view.status, 'Ready');
  const stalled = findCondition(view.status, 'Stalled');
  const reconciling = findCondition(view.status, 'Reconciling');
  const isStalled = stalled?.status === 'True';
  const isReconciling = reconciling?.status === 'True';
  const base = {
    stalled: isStalled,
    retrying: isRetrying(object),
    suspended: isSuspended(object),
    ready: READY_VALUES.find(value => value === ready?.status),
  };
  const say = (
    status: ResourceStatus,
    because: { reason?: string; message?: string; since?: string } = {},
  ): ComputedStatus => ({
    ...base,
    status,
    reason: because.reason,
    message: because.message,
    statusSince: because.since,
  });
  const readyWords = { reason: ready?.reason, message: ready?.message };

  if (view.deleting) {
    return say('deleting', { ...readyWords, since: view.deletedAt });
  }
  // Controllers write no status on suspend, so nothing tells since when.
  if (base.suspended) return say('suspended', readyWords);
  if (isStalled) return say('failed', stalled);
  if (base.ready === 'True') {
    return isGenerationObserved(view, ready)
      ? say('ready', ready)
      : say('progressing', isReconciling ? reconciling : readyWords);
  }
  if (base.ready === 'False') {
    if (ready?.reason === 'DependencyNotReady') return say('waiting', ready);
    return ready?.reason === 'HealthCheckCanceled'
      ? say('progressing', ready)
      : say('failed', ready);
  }
  if (base.ready === 'Unknown') return say('progressing', ready);
  if (isReconciling) return say('progressing', reconciling);
  // Before the generations: the API server gives a HelmRepository of type oci the default
  // observedGeneration -1, which no controller ever moves.
  if (isStatic(object) && !ready) {
    return say('ready', { since: view.createdAt });
  }
  if (!isGenerationObserved(view, ready)) return say('progressing');
  return say('unknown', readyWords);
}
