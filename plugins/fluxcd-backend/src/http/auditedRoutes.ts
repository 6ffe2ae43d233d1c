import type { FluxcdContract } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

type MutatingRoute = {
  [K in keyof FluxcdContract]: FluxcdContract[K]['method'] extends 'get'
    ? FluxcdContract[K] extends { stream: string }
      ? K
      : never
    : K;
}[keyof FluxcdContract];

/** How each mutating route, and each stream, is named in the audit log; a new one does not compile without an entry here. */
export const auditedRoutes: Record<
  MutatingRoute,
  { eventId: string; queryType: string }
> = {
  createCluster: { eventId: 'cluster-mutate', queryType: 'create' },
  updateCluster: { eventId: 'cluster-mutate', queryType: 'update' },
  replaceCluster: { eventId: 'cluster-mutate', queryType: 'update' },
  replaceCredentials: { eventId: 'cluster-mutate', queryType: 'credentials' },
  refreshCluster: { eventId: 'cluster-connect', queryType: 'refresh' },
  deleteCluster: { eventId: 'cluster-mutate', queryType: 'delete' },
  testConnection: { eventId: 'cluster-connect', queryType: 'test' },
  readKubeconfig: { eventId: 'cluster-connect', queryType: 'kubeconfig' },
  readClusterKubeconfig: {
    eventId: 'cluster-connect',
    queryType: 'kubeconfig',
  },
  getPodLogs: { eventId: 'pod-logs', queryType: 'read' },
  createOperation: { eventId: 'resource-mutate', queryType: 'act' },
  reconcileResources: { eventId: 'resource-mutate', queryType: 'act' },
  syncCluster: { eventId: 'cluster-mutate', queryType: 'sync' },
};
