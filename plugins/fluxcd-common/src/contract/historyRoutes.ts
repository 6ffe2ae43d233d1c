import { z } from 'zod';
import { fluxcdReadPermission } from '../permissions';
import {
  historyListSchema,
  historyQuerySchema,
  resourceHistoryQuerySchema,
} from '../schemas';
import { id } from './id';
import type { Route } from './route';

/** The routes that tell what happened to resources, also to those that are gone. */
export const historyRoutes = {
  listResourceHistory: {
    method: 'get',
    path: '/v1/resources/{resourceId}/history',
    summary: 'List what happened to a resource, newest first',
    permission: fluxcdReadPermission,
    params: z.object({ resourceId: id }),
    query: resourceHistoryQuerySchema,
    status: 200,
    response: historyListSchema,
    errors: ['InputError', 'NotFoundError'],
  },
  listHistory: {
    method: 'get',
    path: '/v1/history',
    summary:
      'List what happened to the resources of all clusters, newest first',
    permission: fluxcdReadPermission,
    query: historyQuerySchema,
    status: 200,
    response: historyListSchema,
    errors: ['InputError'],
  },
} as const satisfies Record<string, Route>;
