import type { Condition } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

export type ConditionTone = 'good' | 'bad' | 'busy' | 'neutral';

/**
 * Conditions that are good news when they are not true (kstatus calls them abnormal-true).
 * Source: API reference of the Flux controllers.
 */
const ABNORMAL = new Set([
  'Stalled',
  'Drifted',
  'FetchFailed',
  'BuildFailed',
  'StorageOperationFailed',
  'ArtifactOutdated',
]);

/** Whether a condition, as it stands, is good news. */
export function conditionTone(
  condition: Pick<Condition, 'type' | 'status'>,
): ConditionTone {
  const { type, status } = condition;
  if (status !== 'True' && status !== 'False') return 'neutral';
  if (type === 'Reconciling') return status === 'True' ? 'busy' : 'neutral';
  // What was rolled back or uninstalled after a failure is neither good nor bad in itself.
  if (type === 'Remediated') return 'neutral';
  if (ABNORMAL.has(type)) return status === 'True' ? 'bad' : 'good';
  return status === 'True' ? 'good' : 'bad';
}
