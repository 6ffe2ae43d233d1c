import { z } from 'zod';
import {
  fluxcdActivityReadPermission,
  fluxcdReadPermission,
} from '../permissions';
import {
  activityListSchema,
  activityQuerySchema,
  exportActivitiesQuerySchema,
  exportClustersQuerySchema,
  exportResourcesQuerySchema,
  summarySchema,
} from '../schemas';
import type { Route } from './route';

/** The routes that report on the fleet as a whole: its summary, the record of acts, and lists as files. */
export const reportRoutes = {
  getSummary: {
    method: 'get',
    path: '/v1/summary',
    summary: 'Count the whole fleet, with what needs attention first',
    permission: fluxcdReadPermission,
    status: 200,
    response: summarySchema,
    errors: [],
  },
  listActivities: {
    method: 'get',
    path: '/v1/activities',
    summary: 'List who did what, newest first',
    permission: fluxcdActivityReadPermission,
    query: activityQuerySchema,
    status: 200,
    response: activityListSchema,
    errors: ['InputError'],
  },
  exportClusters: {
    method: 'get',
    path: '/v1/exports/clusters',
    summary: 'Export the clusters as CSV or JSON',
    permission: fluxcdReadPermission,
    query: exportClustersQuerySchema,
    status: 200,
    response: z.file(),
    errors: ['InputError'],
  },
  exportResources: {
    method: 'get',
    path: '/v1/exports/resources',
    summary: 'Export the resources that match as CSV or JSON',
    permission: fluxcdReadPermission,
    query: exportResourcesQuerySchema,
    status: 200,
    response: z.file(),
    errors: ['InputError'],
  },
  exportActivities: {
    method: 'get',
    path: '/v1/exports/activities',
    summary: 'Export the acts that match as CSV or JSON',
    permission: fluxcdActivityReadPermission,
    query: exportActivitiesQuerySchema,
    status: 200,
    response: z.file(),
    errors: ['InputError'],
  },
} as const satisfies Record<string, Route>;
