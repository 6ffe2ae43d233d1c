import type { FluxcdContract } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

type MutatingRoute = {
  [K in keyof FluxcdContract]: FluxcdContract[K]['method'] extends 'get'
    ? never
    : K;
}[keyof FluxcdContract];

/** How each mutating route is named in the audit log; a new one does not compile without an entry here. */
export const auditedRoutes: Record<
  MutatingRoute,
  { eventId: string; queryType: string }
> = {
  createCluster: { eventId: 'cluster-mutate', queryType: 'create' },
  deleteCluster: { eventId: 'cluster-mutate', queryType: 'delete' },
  testConnection: { eventId: 'cluster-connect', queryType: 'test' },
  readKubeconfig: { eventId: 'cluster-connect', queryType: 'kubeconfig' },
  createOperation: { eventId: 'resource-mutate', queryType: 'reconcile' },
};
