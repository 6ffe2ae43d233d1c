import { z } from 'zod';
import {
  fluxcdClusterCreatePermission,
  fluxcdClusterDeletePermission,
  fluxcdReadPermission,
  fluxcdResourceReconcilePermission,
} from '../permissions';
import {
  clusterCredentialsInputSchema,
  clusterDetailSchema,
  clusterSchema,
  connectionTestSchema,
  createClusterSchema,
  createOperationSchema,
  kubeconfigContextSchema,
  MAX_KUBECONFIG_LENGTH,
  operationSchema,
  resourceDetailSchema,
  resourceEventSchema,
  resourceListSchema,
  resourceQuerySchema,
} from '../schemas';
import type { Route } from './route';

/** Ids are opaque; this is only what keeps them harmless in a path. */
const id = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/, 'must be an id');

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
    body: z.strictObject({
      kubeconfig: z
        .string()
        .min(1, 'must not be empty')
        .max(
          MAX_KUBECONFIG_LENGTH,
          `must be at most ${MAX_KUBECONFIG_LENGTH} characters`,
        ),
    }),
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
  listResources: {
    method: 'get',
    path: '/v1/resources',
    summary: 'List the Flux resources of all clusters',
    permission: fluxcdReadPermission,
    query: resourceQuerySchema,
    status: 200,
    response: resourceListSchema,
    errors: ['InputError'],
  },
  getResource: {
    method: 'get',
    path: '/v1/resources/{resourceId}',
    summary: 'Read a resource, live from its cluster where it answers',
    permission: fluxcdReadPermission,
    params: z.object({ resourceId: id }),
    status: 200,
    response: resourceDetailSchema,
    errors: ['NotFoundError'],
  },
  listResourceEvents: {
    method: 'get',
    path: '/v1/resources/{resourceId}/events',
    summary: 'List the Kubernetes Events about a resource, newest first',
    permission: fluxcdReadPermission,
    params: z.object({ resourceId: id }),
    status: 200,
    response: z.object({ items: z.array(resourceEventSchema) }),
    errors: ['NotFoundError', 'ServiceUnavailableError'],
  },
  createOperation: {
    method: 'post',
    path: '/v1/operations',
    summary: 'Act on resources; answers at once, follow it by its id',
    permission: fluxcdResourceReconcilePermission,
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
    status: 200,
    response: operationSchema,
    errors: ['NotFoundError'],
  },
} as const satisfies Record<string, Route>;

/** @public */
export type FluxcdContract = typeof fluxcdContract;
