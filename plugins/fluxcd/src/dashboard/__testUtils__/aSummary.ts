import type {
  Resource,
  ResourceStatus,
  StatusCounts,
  Summary,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { aConnection } from '../../resources/__testUtils__/fixtures';

/** How many there are of each status, and in all. */
export function someCounts(
  byStatus: Partial<Record<ResourceStatus, number>>,
): StatusCounts {
  const total = Object.values(byStatus).reduce((sum, n) => sum + n, 0);
  return { total, byStatus };
}

/** A cluster of the summary. */
export function aClusterSummary(
  id: string,
  change: Partial<Summary['clusters'][number]> = {},
): Summary['clusters'][number] {
  return {
    clusterId: `c-${id}`,
    clusterName: id,
    connection: aConnection(),
    counts: someCounts({ ready: 3 }),
    ...change,
  };
}

/** A fleet of two clusters in which all is well but for what `failed` names. */
export function aSummary(
  change: Partial<Summary> & { failed?: Resource[] } = {},
): Summary {
  return {
    counts: someCounts({ ready: 6 }),
    clusters: [
      aClusterSummary('eu', { title: 'EU', environment: 'production' }),
      aClusterSummary('us', { environment: 'production' }),
    ],
    kinds: [{ kind: 'Kustomization', counts: someCounts({ ready: 6 }) }],
    failed: [],
    stuck: [],
    changed: [],
    suspended: [],
    at: new Date().toISOString(),
    ...change,
  };
}
