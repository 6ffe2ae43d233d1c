import type { WorkloadKind } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** API group, version and plural of the kinds that run pods; all have been stable for years. */
export const WORKLOAD_APIS: Readonly<
  Record<WorkloadKind, { group: string; version: string; plural: string }>
> = {
  Deployment: { group: 'apps', version: 'v1', plural: 'deployments' },
  StatefulSet: { group: 'apps', version: 'v1', plural: 'statefulsets' },
  DaemonSet: { group: 'apps', version: 'v1', plural: 'daemonsets' },
  ReplicaSet: { group: 'apps', version: 'v1', plural: 'replicasets' },
  Job: { group: 'batch', version: 'v1', plural: 'jobs' },
  CronJob: { group: 'batch', version: 'v1', plural: 'cronjobs' },
  Pod: { group: '', version: 'v1', plural: 'pods' },
};
