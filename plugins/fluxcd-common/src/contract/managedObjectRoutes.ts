import { fluxcdReadPermission } from '../permissions';
import { managedObjectListSchema, managedObjectQuerySchema } from '../schemas';
import type { Route } from './route';

/** The routes that tell who applied an object. */
export const managedObjectRoutes = {
  listManagedObjects: {
    method: 'get',
    path: '/v1/managed-objects',
    summary: 'Find out which resources of all clusters applied an object',
    permission: fluxcdReadPermission,
    query: managedObjectQuerySchema,
    status: 200,
    response: managedObjectListSchema,
    errors: ['InputError'],
  },
} as const satisfies Record<string, Route>;
