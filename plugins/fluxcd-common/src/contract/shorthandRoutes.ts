import { z } from 'zod';
import {
  fluxcdClusterUpdatePermission,
  fluxcdReadPermission,
  fluxcdResourceReconcilePermission,
} from '../permissions';
import {
  clusterDetailSchema,
  operationSchema,
  reconcileResourcesSchema,
  replaceClusterSchema,
  resourceListSchema,
  resourceQuerySchema,
} from '../schemas';
import { id } from './id';
import type { Route } from './route';

/** Routes that say by their path or method what others say by a field. */
export const shorthandRoutes = {
  replaceCluster: {
    method: 'put',
    path: '/v1/clusters/{clusterId}',
    summary: 'Replace what a cluster is called; what is left out is cleared',
    permission: fluxcdClusterUpdatePermission,
    params: z.object({ clusterId: id }),
    body: replaceClusterSchema,
    status: 200,
    response: clusterDetailSchema,
    errors: ['InputError', 'NotFoundError', 'ConflictError'],
  },
  listClusterResources: {
    method: 'get',
    path: '/v1/clusters/{clusterId}/resources',
    summary: 'List the Flux resources of a cluster',
    permission: fluxcdReadPermission,
    params: z.object({ clusterId: id }),
    query: resourceQuerySchema.omit({ cluster: true }),
    status: 200,
    response: resourceListSchema,
    errors: ['InputError', 'NotFoundError'],
  },
  reconcileResources: {
    method: 'post',
    path: '/v1/resources/reconcile',
    summary: 'Reconcile resources; an operation of that type',
    permission: fluxcdReadPermission,
    // Not less than the operation itself needs: the body, once read, has this type.
    permissionByType: { reconcile: fluxcdResourceReconcilePermission },
    body: reconcileResourcesSchema,
    status: 202,
    response: operationSchema,
    errors: ['InputError', 'NotFoundError', 'ConflictError'],
  },
} as const satisfies Record<string, Route>;
