import { asInteger } from './asInteger';
import type { ConditionView } from './findCondition';
import type { ObjectView } from './readObject';

/**
 * Whether the status speaks of the spec as it is now. `status.observedGeneration` is -1 from
 * creation until the first success or stall. The generation on the Ready condition counts too
 * where the controller sets it; 0 there, normal on HelmRelease and ImageUpdateAutomation, is no
 * statement.
 *
 * Source: flux-semantics §5.4.
 */
export function isGenerationObserved(
  view: ObjectView,
  ready: ConditionView | undefined,
): boolean {
  if (view.generation === undefined) return true;
  const observed = asInteger(view.status.observedGeneration) ?? Infinity;
  return (
    Math.min(observed, ready?.observedGeneration ?? Infinity) >= view.generation
  );
}
