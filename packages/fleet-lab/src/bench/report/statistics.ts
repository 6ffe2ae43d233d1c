/** The middle one, or what lies between the two in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** `share` from 0 to 1, with what lies between two values by their distance. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at - Math.floor(at));
}

/** Whether the medians of the two halves of the rounds differ by more than a quarter. */
export function isUnsteady(values: readonly number[]): boolean {
  if (values.length < 4) return false;
  const half = Math.floor(values.length / 2);
  const [a, b] = [median(values.slice(0, half)), median(values.slice(-half))];
  return Math.max(a, b) > Math.min(a, b) * 1.25;
}
