import type { Outcome } from './Outcome';
import { isUnsteady, median } from './statistics';

/** What is wanted of a figure, and what to say when it is not so. */
export interface Goal {
  id: string;
  title: string;
  unit: string;
  /** As the goal was set, in words. */
  text: string;
  /** Of the yardstick's figure over ours. */
  atLeastRatio?: number;
  /** Of our figure alone. */
  atMost?: number;
  /** Why it cannot be met yet, and what would be needed; written only when it is not met. */
  ifUnmet: string;
}

/** Compares the rounds of both sides with the goal: by their ratio, or by our figure where there is no other. */
export function judge(
  goal: Goal,
  figures: {
    ours: number[];
    yardstick?: number[];
    floor?: number[];
    details?: Outcome['details'];
  },
): Outcome {
  const { ours, yardstick, floor, details } = figures;
  const mine = median(ours);
  const theirs = yardstick && median(yardstick);
  const ratio = theirs === undefined ? undefined : theirs / mine;
  const met =
    (goal.atLeastRatio === undefined ||
      (ratio !== undefined && ratio >= goal.atLeastRatio)) &&
    (goal.atMost === undefined || mine <= goal.atMost);
  const unsteady = isUnsteady(ours) || isUnsteady(yardstick ?? []);
  return {
    id: goal.id,
    title: goal.title,
    unit: goal.unit,
    ours: round(mine),
    yardstick: theirs === undefined ? null : round(theirs),
    // Nothing at all is infinitely better than something.
    ratio: ratio === undefined || !Number.isFinite(ratio) ? null : round(ratio),
    goal: goal.text,
    met,
    rounds: ours.length,
    ...(unsteady ? { unsteady } : {}),
    ...(floor ? { floor: round(median(floor)) } : {}),
    ...(met ? {} : { explanation: goal.ifUnmet }),
    ...(details ? { details } : {}),
  };
}

/** Three digits are more than such figures are worth. */
function round(value: number): number {
  return Math.abs(value) >= 1000
    ? Math.round(value)
    : Number(value.toPrecision(3));
}
