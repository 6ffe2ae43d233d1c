import { z } from 'zod';
import {
  fluxcdReadPermission,
  fluxcdWorkloadLogsPermission,
} from '../permissions';
import {
  podListSchema,
  podLogsQuerySchema,
  resourceDetailSchema,
  resourceEventSchema,
  resourceListSchema,
  resourceQuerySchema,
  resourceTreeSchema,
  workloadQuerySchema,
} from '../schemas';
import { id } from './id';
import type { Route } from './route';

/** The routes that read resources, and what they manage. */
export const resourceRoutes = {
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
  getResourceTree: {
    method: 'get',
    path: '/v1/resources/{resourceId}/tree',
    summary: 'List what a resource manages, with live health, worst first',
    permission: fluxcdReadPermission,
    params: z.object({ resourceId: id }),
    status: 200,
    response: resourceTreeSchema,
    errors: ['NotFoundError', 'ServiceUnavailableError'],
  },
  listWorkloadPods: {
    method: 'get',
    path: '/v1/resources/{resourceId}/pods',
    summary: 'List the pods of a workload that a resource manages',
    permission: fluxcdReadPermission,
    params: z.object({ resourceId: id }),
    query: workloadQuerySchema,
    status: 200,
    response: podListSchema,
    errors: ['NotFoundError', 'ServiceUnavailableError'],
  },
  getPodLogs: {
    method: 'get',
    path: '/v1/resources/{resourceId}/logs',
    summary: 'Read or follow the log of a pod that a resource manages',
    permission: fluxcdWorkloadLogsPermission,
    params: z.object({ resourceId: id }),
    query: podLogsQuerySchema,
    status: 200,
    stream: 'text/plain',
    errors: [
      'NotFoundError',
      'ConflictError',
      'TooManyRequestsError',
      'ServiceUnavailableError',
    ],
  },
} as const satisfies Record<string, Route>;
