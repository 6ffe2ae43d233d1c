import {
  createComponentExtension,
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
  settingsRouteRef,
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
    settings: settingsRouteRef,
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

/**
 * The tab "Flux" of an entity's page, for `<EntityLayout.Route path="/flux" title="Flux" if={isFluxcdAvailable}>`.
 * @public
 */
export const EntityFluxcdContent = fluxcdPlugin.provide(
  createComponentExtension({
    name: 'EntityFluxcdContent',
    component: {
      lazy: (): Promise<() => JSX.Element> =>
        import('./entity/EntityFluxcdContent').then(m => m.EntityFluxcdContent),
    },
  }),
);

/**
 * The worst of an entity's resources, for the overview of its page.
 * @public
 */
export const EntityFluxcdCard = fluxcdPlugin.provide(
  createComponentExtension({
    name: 'EntityFluxcdCard',
    component: {
      lazy: (): Promise<() => JSX.Element> =>
        import('./entity/EntityFluxcdCard').then(m => m.EntityFluxcdCard),
    },
  }),
);
