import { asInteger } from './asInteger';
import { asRecord } from './asRecord';
import { asText } from './asText';
import { asTime } from './asTime';

/** One condition of an object, its fields checked. */
export interface ConditionView {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  /** When `status` last flipped, which is not when it was last confirmed. */
  since?: string;
  /** Absent when the controller does not set it (it writes 0 then). */
  observedGeneration?: number;
}

/**
 * The condition of a type. Conditions are found by type only, never by age or place: controllers
 * reorder them, and the newest one need not be the one that matters.
 */
export function findCondition(
  status: Record<string, unknown>,
  type: string,
): ConditionView | undefined {
  const { conditions } = status;
  const condition = Array.isArray(conditions)
    ? asRecord(conditions.find(c => asRecord(c).type === type))
    : undefined;
  const value = condition && asText(condition.status);
  if (!condition || !value) return undefined;
  return {
    type,
    status: value,
    reason: asText(condition.reason),
    message: asText(condition.message),
    since: asTime(condition.lastTransitionTime),
    observedGeneration: asInteger(condition.observedGeneration) || undefined,
  };
}
