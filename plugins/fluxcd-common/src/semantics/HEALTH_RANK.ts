import type { Health } from '../schemas';

/**
 * Place of each health in a sorted list, worst first.
 * @public
 */
export const HEALTH_RANK: Readonly<Record<Health, number>> = {
  degraded: 0,
  missing: 1,
  progressing: 2,
  unknown: 3,
  suspended: 4,
  healthy: 5,
};
