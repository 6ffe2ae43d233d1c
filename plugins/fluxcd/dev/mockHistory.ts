import type {
  HistoryRecord,
  Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** One record of each type, an hour apart. */
export function mockHistory(resource: Resource): HistoryRecord[] {
  const hoursAgo = (hours: number) =>
    new Date(Date.now() - hours * 3_600_000).toISOString();
  const { clusterId, clusterName, group, kind, namespace, name, uid } =
    resource;
  const of = (type: HistoryRecord['type'], hours: number) => ({
    id: `${resource.id}-${type}`,
    type,
    at: hoursAgo(hours),
    resourceId: resource.id,
    clusterId,
    clusterName,
    group,
    kind,
    namespace,
    name,
    uid,
  });
  return [
    {
      ...of('status', 1),
      status: 'failed',
      previousStatus: 'ready',
      reason: 'HealthCheckFailed',
      message: 'health check failed after 5m0s',
      revision: 'main@sha1:2222222233333333',
    },
    {
      ...of('revision', 2),
      revision: 'main@sha1:2222222233333333',
      previousRevision: 'main@sha1:1111111122222222',
    },
    {
      ...of('reconciliation', 3),
      outcome: 'ReconciliationSucceeded',
      revision: 'main@sha1:1111111122222222',
      count: 144,
      durationMs: 1_273,
      lastAt: hoursAgo(2),
    },
    {
      ...of('release', 4),
      outcome: 'superseded',
      action: 'upgrade',
      chart: 'podinfo',
      appVersion: '6.5.0',
      revision: '6.5.0',
      releaseVersion: 3,
    },
    { ...of('deleted', 5), previousStatus: 'ready' },
  ];
}
