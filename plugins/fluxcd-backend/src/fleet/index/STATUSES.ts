import {
  type ResourceStatus,
  STATUS_RANK,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** All statuses, each at the place that is its rank. */
export const STATUSES: readonly ResourceStatus[] = (
  Object.keys(STATUS_RANK) as ResourceStatus[]
).sort((a, b) => STATUS_RANK[a] - STATUS_RANK[b]);
