import type { ResourceStatus } from '../schemas';

/**
 * Place of each status in a sorted list, worst first.
 * @public
 */
export const STATUS_RANK: Readonly<Record<ResourceStatus, number>> = {
  failed: 0,
  progressing: 1,
  waiting: 2,
  suspended: 3,
  deleting: 4,
  unknown: 5,
  ready: 6,
};
