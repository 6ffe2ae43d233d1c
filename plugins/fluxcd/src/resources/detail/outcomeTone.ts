import type { ConditionTone } from './conditionTone';

/** Whether the outcome of a reconciliation, or the state of a release, as Flux calls it is good news. */
export function outcomeTone(outcome: string): ConditionTone {
  if (/failed|error/i.test(outcome)) return 'bad';
  return /succeeded|^deployed$/i.test(outcome) ? 'good' : 'neutral';
}
