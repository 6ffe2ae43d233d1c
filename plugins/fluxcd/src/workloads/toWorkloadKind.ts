import type {
  ManagedObject,
  WorkloadKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

const GROUPS: Record<WorkloadKind, string> = {
  Deployment: 'apps',
  StatefulSet: 'apps',
  DaemonSet: 'apps',
  ReplicaSet: 'apps',
  Job: 'batch',
  CronJob: 'batch',
  Pod: '',
};

/** The kind of an object when it runs pods; a kind of the same name in another group does not. */
export function toWorkloadKind(
  object: ManagedObject,
): WorkloadKind | undefined {
  const { group, kind } = object;
  return Object.hasOwn(GROUPS, kind) && GROUPS[kind as WorkloadKind] === group
    ? (kind as WorkloadKind)
    : undefined;
}
