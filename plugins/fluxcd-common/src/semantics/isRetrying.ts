import type { FluxObject } from './FluxObject';
import { findCondition } from './findCondition';
import { readObject } from './readObject';

/**
 * Whether the object failed and its controller tries again by itself.
 *
 * The general sign is Ready=False beside Reconciling=True with reason `ProgressingWithRetry`
 * (flux-semantics §5.4, row 7). helm-controller also rests between attempts with the reason
 * `Progressing` left over from the failed one (recording flux/helmrelease-failures, `rel-values`),
 * so on a HelmRelease the reason does not matter.
 */
export function isRetrying(object: FluxObject): boolean {
  const { kind, status } = readObject(object);
  if (findCondition(status, 'Stalled')?.status === 'True') return false;
  if (findCondition(status, 'Ready')?.status !== 'False') return false;
  const reconciling = findCondition(status, 'Reconciling');
  return (
    reconciling?.status === 'True' &&
    (reconciling.reason === 'ProgressingWithRetry' || kind === 'HelmRelease')
  );
}
