import type {
  ResourceStatus,
  StatusCounts,
  Summary,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** The clusters of one environment together; clusters without one make a group without a name. */
export interface EnvironmentGroup {
  environment?: string;
  clusterIds: string[];
  /** How many of its clusters ought to be in full contact and are not. */
  notCurrent: number;
  /** How many of them are stopped. */
  stopped: number;
  counts: StatusCounts;
}

/** Sums up the clusters by environment: named ones by name, the others last. */
export function groupByEnvironment(
  clusters: Summary['clusters'],
): EnvironmentGroup[] {
  const groups = new Map<string | undefined, EnvironmentGroup>();
  for (const { environment, clusterId, connection, counts } of clusters) {
    const group = groups.get(environment) ?? {
      environment,
      clusterIds: [],
      notCurrent: 0,
      stopped: 0,
      counts: { total: 0, byStatus: {} },
    };
    group.clusterIds.push(clusterId);
    if (connection.state === 'stopped') group.stopped += 1;
    else if (connection.state !== 'connected') group.notCurrent += 1;
    group.counts.total += counts.total;
    for (const [status, count] of Object.entries(counts.byStatus) as Array<
      [ResourceStatus, number]
    >) {
      group.counts.byStatus[status] =
        (group.counts.byStatus[status] ?? 0) + count;
    }
    groups.set(environment, group);
  }
  return [...groups.values()].sort((a, b) => {
    if (!a.environment || !b.environment) {
      return Number(!a.environment) - Number(!b.environment);
    }
    return a.environment.localeCompare(b.environment);
  });
}
