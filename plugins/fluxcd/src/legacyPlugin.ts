import {
  createPlugin,
  createRoutableExtension,
} from '@backstage/core-plugin-api';
import { fluxcdApiFactory } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import {
  activityRouteRef,
  clusterRouteRef,
  clustersRouteRef,
  overviewRouteRef,
  resourceRouteRef,
  resourcesRouteRef,
  rootRouteRef,
} from './routes';

/**
 * The plugin for the old frontend system.
 * @public
 */
export const fluxcdPlugin = createPlugin({
  id: 'fluxcd',
  apis: [fluxcdApiFactory],
  routes: {
    root: rootRouteRef,
    overview: overviewRouteRef,
    activity: activityRouteRef,
    resources: resourcesRouteRef,
    resource: resourceRouteRef,
    clusters: clustersRouteRef,
    cluster: clusterRouteRef,
  },
});

/**
 * All pages of the plugin, for `<Route path="/flux" element={<FluxcdPage />} />`.
 * @public
 */
export const FluxcdPage = fluxcdPlugin.provide(
  createRoutableExtension({
    name: 'FluxcdPage',
    // The return type keeps the component itself out of the package's interface.
    component: (): Promise<() => JSX.Element> =>
      import('./components/LegacyFluxcdPage').then(m => m.LegacyFluxcdPage),
    mountPoint: rootRouteRef,
  }),
);
