import type { Operation } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ActivityEntry } from '../activity/ActivityStore';

/** One row of the record per target; one for the cluster when all of it is meant. */
export function toActivities(operation: Operation): ActivityEntry[] {
  const { type, id: operationId, requestedBy: actor, targets } = operation;
  if (type === 'sync') {
    const { clusterId, clusterName } = targets[0];
    return [
      { actor, action: 'cluster.sync', clusterId, clusterName, operationId },
    ];
  }
  if (type === 'source-sync') {
    const { kind, namespace, name } = targets[0];
    return [
      { actor, action: 'source.sync', kind, namespace, name, operationId },
    ];
  }
  return targets.map(target => ({
    actor,
    action: `resource.${type}`,
    clusterId: target.clusterId,
    clusterName: target.clusterName,
    resourceId: target.resourceId,
    kind: target.kind,
    namespace: target.namespace,
    name: target.name,
    operationId,
  }));
}
