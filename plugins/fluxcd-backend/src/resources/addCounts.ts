import {
  resourceStatusSchema,
  type StatusCounts,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** The sum of counts by status; statuses that nothing has are absent. */
export function addCounts(all: Iterable<StatusCounts>): StatusCounts {
  const sum: StatusCounts = { total: 0, byStatus: {} };
  for (const { total, byStatus } of all) {
    sum.total += total;
    for (const status of resourceStatusSchema.options) {
      const count = byStatus[status];
      if (count) sum.byStatus[status] = (sum.byStatus[status] ?? 0) + count;
    }
  }
  return sum;
}
