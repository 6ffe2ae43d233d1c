import type {
  FluxcdContract,
  Route,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

type MutatingRoute = {
  [K in keyof FluxcdContract]: FluxcdContract[K]['method'] extends 'get'
    ? FluxcdContract[K] extends { stream: string }
      ? K
      : never
    : K;
}[keyof FluxcdContract];

interface AuditEvent {
  eventId: string;
  queryType: string;
}

/** How each mutating route, and each stream, is named in the audit log; a new one does not compile without an entry here. */
const auditedRoutes: Record<MutatingRoute, AuditEvent> = {
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

/** How a route is named in the audit log; that of a module by its own name and the last word of its permission. */
export function auditEventOf(name: string, route: Route): AuditEvent {
  return Object.hasOwn(auditedRoutes, name)
    ? auditedRoutes[name as MutatingRoute]
    : {
        eventId: name.replace(/[A-Z]/g, c => `-${c.toLowerCase()}`),
        queryType: route.permission.name.split('.').at(-1) as string,
      };
}
