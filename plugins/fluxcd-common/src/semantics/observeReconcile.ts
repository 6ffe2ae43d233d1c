import type { OperationOutcome } from '../schemas';
import { asText } from './asText';
import { findCondition } from './findCondition';
import type { FluxObject } from './FluxObject';
import { isGenerationObserved } from './isGenerationObserved';
import { isRetrying } from './isRetrying';
import { isSuspended } from './isSuspended';
import { readObject } from './readObject';
import { readRevision } from './readRevision';

/** What one look at an object says of a reconciliation that was asked for. @public */
export type ReconcileObservation =
  | { state: 'pending'; message: string }
  | {
      state: 'done';
      outcome: Extract<
        OperationOutcome,
        'ready' | 'failed' | 'retrying' | 'waiting' | 'suspended' | 'gone'
      >;
      message: string;
      revision?: string;
    };

/**
 * Whether the reconciliation requested with `token` has come to an end, and how.
 *
 * `object` must have been read after the patch that set the annotation; undefined means that the API
 * server says it does not exist. `uid` is that of the object that was patched.
 *
 * The rule (flux-semantics §5.2): `status.lastHandledReconcileAt` equals the token, and Ready is True or
 * False, and Reconciling is absent or says `ProgressingWithRetry`. That value alone proves nothing: it
 * moves on suspended objects and before a dependency is ready. Ready=True alone proves nothing either:
 * it lands one patch before `lastHandledReconcileAt` and `observedGeneration`, and on a HelmRelease
 * never goes away (recordings flux/kustomization-life, flux/helmrelease-life).
 * When somebody else's later request replaced ours before a controller saw it, theirs counts: the
 * pass that handled it began after ours was made.
 * @public
 */
export function observeReconcile(
  object: FluxObject | undefined,
  request: { token: string; uid: string },
): ReconcileObservation {
  if (object === undefined) {
    return { state: 'done', outcome: 'gone', message: 'It was deleted.' };
  }
  const view = readObject(object);
  if (view.uid !== request.uid) {
    return {
      state: 'done',
      outcome: 'gone',
      message: 'It was deleted and made anew under the same name.',
    };
  }
  if (view.deleting) {
    return { state: 'done', outcome: 'gone', message: 'It is being deleted.' };
  }
  if (isSuspended(object)) {
    return {
      state: 'done',
      outcome: 'suspended',
      message: 'It was suspended meanwhile: Flux no longer reconciles it.',
    };
  }

  const ready = findCondition(view.status, 'Ready');
  const stalled = findCondition(view.status, 'Stalled');
  const reconciling = findCondition(view.status, 'Reconciling');
  const isReconciling = reconciling?.status === 'True';
  const pending: ReconcileObservation = {
    state: 'pending',
    message:
      (isReconciling ? reconciling.message : undefined) ??
      'Waiting for the controller.',
  };
  const handled = asText(view.status.lastHandledReconcileAt);
  const requested = asText(view.annotations['reconcile.fluxcd.io/requestedAt']);
  if (
    handled === undefined ||
    (handled !== request.token && handled !== requested)
  ) {
    return pending;
  }

  const { revision, attemptedRevision } = readRevision(object);
  const failed = (
    outcome: 'failed' | 'retrying' | 'waiting',
    message: string | undefined,
  ): ReconcileObservation => ({
    state: 'done',
    outcome,
    message: message ?? 'Flux gave no reason.',
    revision: attemptedRevision ?? revision,
  });
  if (stalled?.status === 'True') return failed('failed', stalled.message);
  if (ready?.status === 'False') {
    if (ready.reason === 'DependencyNotReady') {
      return failed('waiting', ready.message);
    }
    // A newer revision took over; its own outcome follows.
    if (ready.reason === 'HealthCheckCanceled') return pending;
    if (isRetrying(object)) return failed('retrying', ready.message);
    return isReconciling ? pending : failed('failed', ready.message);
  }
  if (
    ready?.status === 'True' &&
    !isReconciling &&
    isGenerationObserved(view, ready)
  ) {
    return {
      state: 'done',
      outcome: 'ready',
      message: ready.message ?? 'Ready.',
      revision,
    };
  }
  return pending;
}
