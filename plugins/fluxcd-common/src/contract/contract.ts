import type { BasicPermission } from '@backstage/plugin-permission-common';
import { z } from 'zod';
import {
  fluxcdClusterCreatePermission,
  fluxcdClusterDeletePermission,
  fluxcdClusterUpdatePermission,
  fluxcdClusterSyncPermission,
  fluxcdPodDeletePermission,
  fluxcdReadPermission,
  fluxcdResourceForcePermission,
  fluxcdResourceReconcilePermission,
  fluxcdResourceResetPermission,
  fluxcdResourceResumePermission,
  fluxcdResourceSuspendPermission,
  fluxcdWorkloadRestartPermission,
  fluxcdWorkloadScalePermission,
} from '../permissions';
import {
  clusterCredentialsInputSchema,
  clusterDetailSchema,
  clusterSchema,
  connectionEventSchema,
  connectionTestSchema,
  type CreateOperation,
  createClusterSchema,
  createOperationSchema,
  fluxControllerSchema,
  kubeconfigContextSchema,
  MAX_KUBECONFIG_LENGTH,
  operationSchema,
  updateClusterSchema,
} from '../schemas';
import { historyRoutes } from './historyRoutes';
import { id } from './id';
import { managedObjectRoutes } from './managedObjectRoutes';
import { reportRoutes } from './reportRoutes';
import { resourceRoutes } from './resourceRoutes';
import type { Route } from './route';
import { settingsRoutes } from './settingsRoutes';
import { shorthandRoutes } from './shorthandRoutes';

const kubeconfigText = z.strictObject({
  kubeconfig: z
    .string()
    .min(1, 'must not be empty')
    .max(
      MAX_KUBECONFIG_LENGTH,
      `must be at most ${MAX_KUBECONFIG_LENGTH} characters`,
    ),
});

/**
 * The HTTP interface of the plugin, below `/api/fluxcd`.
 * @public
 */
export const fluxcdContract = {
  listClusters: {
    method: 'get',
    path: '/v1/clusters',
    summary: 'List clusters',
    permission: fluxcdReadPermission,
    status: 200,
    response: z.object({ items: z.array(clusterSchema) }),
    errors: [],
  },
  createCluster: {
    method: 'post',
    path: '/v1/clusters',
    summary: 'Test the connection and add a cluster',
    permission: fluxcdClusterCreatePermission,
    body: createClusterSchema,
    status: 201,
    response: clusterDetailSchema,
    errors: ['InputError', 'ConflictError'],
  },
  testConnection: {
    method: 'post',
    path: '/v1/connection-tests',
    summary: 'Test credentials without storing them',
    permission: fluxcdClusterCreatePermission,
    body: z.strictObject({ credentials: clusterCredentialsInputSchema }),
    status: 200,
    response: connectionTestSchema,
    errors: ['InputError'],
  },
  readKubeconfig: {
    method: 'post',
    path: '/v1/kubeconfig-contexts',
    summary: 'List the contexts of a kubeconfig, and which of them can be used',
    permission: fluxcdClusterCreatePermission,
    body: kubeconfigText,
    status: 200,
    response: z.object({ contexts: z.array(kubeconfigContextSchema) }),
    errors: ['InputError'],
  },
  getCluster: {
    method: 'get',
    path: '/v1/clusters/{clusterId}',
    summary: 'Read a cluster',
    permission: fluxcdReadPermission,
    params: z.object({ clusterId: id }),
    status: 200,
    response: clusterDetailSchema,
    errors: ['NotFoundError'],
  },
  updateCluster: {
    method: 'patch',
    path: '/v1/clusters/{clusterId}',
    summary:
      'Change what a cluster is called and how it is kept current; labels are replaced',
    permission: fluxcdClusterUpdatePermission,
    params: z.object({ clusterId: id }),
    body: updateClusterSchema,
    status: 200,
    response: clusterDetailSchema,
    errors: ['InputError', 'NotFoundError', 'ConflictError'],
  },
  replaceCredentials: {
    method: 'put',
    path: '/v1/clusters/{clusterId}/credentials',
    summary:
      'Test other credentials of the same server and, when they work, replace the stored ones',
    permission: fluxcdClusterUpdatePermission,
    params: z.object({ clusterId: id }),
    body: z.strictObject({ credentials: clusterCredentialsInputSchema }),
    status: 200,
    response: connectionTestSchema,
    errors: ['InputError', 'NotFoundError', 'ConflictError'],
  },
  readClusterKubeconfig: {
    method: 'post',
    path: '/v1/clusters/{clusterId}/kubeconfig-contexts',
    summary:
      'List the contexts of a kubeconfig that is meant for a cluster, to choose its other credentials from',
    permission: fluxcdClusterUpdatePermission,
    params: z.object({ clusterId: id }),
    body: kubeconfigText,
    status: 200,
    response: z.object({ contexts: z.array(kubeconfigContextSchema) }),
    errors: ['InputError', 'NotFoundError'],
  },
  testCluster: {
    method: 'get',
    path: '/v1/clusters/{clusterId}/health',
    summary: 'Test the connection now, with the stored credentials',
    permission: fluxcdReadPermission,
    params: z.object({ clusterId: id }),
    status: 200,
    response: connectionTestSchema,
    errors: ['NotFoundError'],
  },
  listFluxControllers: {
    method: 'get',
    path: '/v1/clusters/{clusterId}/controllers',
    summary: 'List the controllers of Flux, live from the cluster',
    permission: fluxcdReadPermission,
    params: z.object({ clusterId: id }),
    status: 200,
    response: z.object({ items: z.array(fluxControllerSchema) }),
    errors: ['NotFoundError', 'ServiceUnavailableError'],
  },
  listConnectionEvents: {
    method: 'get',
    path: '/v1/clusters/{clusterId}/connection-events',
    summary: 'List the last changes of the link to a cluster, newest first',
    permission: fluxcdReadPermission,
    params: z.object({ clusterId: id }),
    status: 200,
    response: z.object({ items: z.array(connectionEventSchema) }),
    errors: ['NotFoundError'],
  },
  refreshCluster: {
    method: 'post',
    path: '/v1/clusters/{clusterId}/refresh',
    summary: 'Read all Flux resources of a cluster anew, now',
    permission: fluxcdResourceReconcilePermission,
    params: z.object({ clusterId: id }),
    status: 200,
    response: clusterDetailSchema,
    errors: ['NotFoundError', 'ServiceUnavailableError'],
  },
  deleteCluster: {
    method: 'delete',
    path: '/v1/clusters/{clusterId}',
    summary:
      'Remove a cluster from the portal; the cluster itself is not touched',
    permission: fluxcdClusterDeletePermission,
    params: z.object({ clusterId: id }),
    status: 204,
    errors: ['NotFoundError', 'ConflictError'],
  },
  syncCluster: {
    method: 'post',
    path: '/v1/clusters/{clusterId}/sync',
    summary:
      'Reconcile the sources of a cluster, then what depends on them; an operation',
    permission: fluxcdClusterSyncPermission,
    params: z.object({ clusterId: id }),
    status: 202,
    response: operationSchema,
    errors: ['NotFoundError', 'ConflictError'],
  },
  ...resourceRoutes,
  ...historyRoutes,
  ...managedObjectRoutes,
  createOperation: {
    method: 'post',
    path: '/v1/operations',
    summary: 'Act on resources; answers at once, follow it by its id',
    permission: fluxcdReadPermission,
    permissionByType: {
      reconcile: fluxcdResourceReconcilePermission,
      force: fluxcdResourceForcePermission,
      reset: fluxcdResourceResetPermission,
      suspend: fluxcdResourceSuspendPermission,
      resume: fluxcdResourceResumePermission,
      restart: fluxcdWorkloadRestartPermission,
      scale: fluxcdWorkloadScalePermission,
      'delete-pod': fluxcdPodDeletePermission,
    } satisfies Record<CreateOperation['type'], BasicPermission>,
    body: createOperationSchema,
    status: 202,
    response: operationSchema,
    errors: ['InputError', 'NotFoundError', 'ConflictError'],
  },
  getOperation: {
    method: 'get',
    path: '/v1/operations/{operationId}',
    summary: 'Read the progress and the observed outcome of an operation',
    permission: fluxcdReadPermission,
    params: z.object({ operationId: id }),
    query: z.strictObject({
      /** Only its targets: one that is followed among many. */
      resourceId: id.optional(),
    }),
    status: 200,
    response: operationSchema,
    errors: ['NotFoundError'],
  },
  ...shorthandRoutes,
  ...reportRoutes,
  ...settingsRoutes,
} as const satisfies Record<string, Route>;

/** @public */
export type FluxcdContract = typeof fluxcdContract;
