import { createRouteRef, createSubRouteRef } from '@backstage/core-plugin-api';

/** Where the plugin is mounted: `/flux`. */
export const rootRouteRef = createRouteRef({ id: 'fluxcd' });

/** The overview of the fleet. */
export const overviewRouteRef = createSubRouteRef({
  id: 'fluxcd.overview',
  parent: rootRouteRef,
  path: '/overview',
});

/** The record of who did what. */
export const activityRouteRef = createSubRouteRef({
  id: 'fluxcd.activity',
  parent: rootRouteRef,
  path: '/activity',
});

/** What the operator configured. */
export const settingsRouteRef = createSubRouteRef({
  id: 'fluxcd.settings',
  parent: rootRouteRef,
  path: '/settings',
});

/** The list of resources; its filters are in the query. */
export const resourcesRouteRef = createSubRouteRef({
  id: 'fluxcd.resources',
  parent: rootRouteRef,
  path: '/resources',
});

/** One resource, by its id. */
export const resourceRouteRef = createSubRouteRef({
  id: 'fluxcd.resource',
  parent: rootRouteRef,
  path: '/resources/:resourceId',
});

/** The list of clusters. */
export const clustersRouteRef = createSubRouteRef({
  id: 'fluxcd.clusters',
  parent: rootRouteRef,
  path: '/clusters',
});

/** One cluster, by its id. */
export const clusterRouteRef = createSubRouteRef({
  id: 'fluxcd.cluster',
  parent: rootRouteRef,
  path: '/clusters/:clusterId',
});
