import {
  ApiBlueprint,
  createFrontendPlugin,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { fluxcdApiFactory } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiInfinityLine } from '@remixicon/react';
import { isFluxcdAvailable } from './entity/isFluxcdAvailable';
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

const fluxcdApi = ApiBlueprint.make({
  params: defineParams => defineParams(fluxcdApiFactory),
});

const fluxcdPage = PageBlueprint.make({
  params: {
    path: '/flux',
    title: 'Flux',
    icon: <RiInfinityLine />,
    routeRef: rootRouteRef,
  },
});

// The first page is where `/flux` leads.
const dashboardSubPage = SubPageBlueprint.make({
  name: 'overview',
  params: {
    path: 'overview',
    title: 'Overview',
    loader: () =>
      import('./components/DashboardSubPage').then(m => (
        <main>
          <m.DashboardSubPage />
        </main>
      )),
  },
});

const resourcesSubPage = SubPageBlueprint.make({
  name: 'resources',
  params: {
    path: 'resources',
    title: 'Resources',
    loader: () =>
      import('./components/ResourcesSubPage').then(m => (
        <main>
          <m.ResourcesSubPage />
        </main>
      )),
  },
});

const clustersSubPage = SubPageBlueprint.make({
  name: 'clusters',
  params: {
    path: 'clusters',
    title: 'Clusters',
    loader: () =>
      import('./components/ClustersSubPage').then(m => (
        <main>
          <m.ClustersSubPage />
        </main>
      )),
  },
});

const activitySubPage = SubPageBlueprint.make({
  name: 'activity',
  params: {
    path: 'activity',
    title: 'Activity',
    loader: () =>
      import('./components/ActivitySubPage').then(m => (
        <main>
          <m.ActivitySubPage />
        </main>
      )),
  },
});

const settingsSubPage = SubPageBlueprint.make({
  name: 'settings',
  params: {
    path: 'settings',
    title: 'Settings',
    loader: () =>
      import('./components/SettingsSubPage').then(m => (
        <main>
          <m.SettingsSubPage />
        </main>
      )),
  },
});

const entityContent = EntityContentBlueprint.make({
  params: {
    path: '/flux',
    title: 'Flux',
    group: 'deployment',
    filter: isFluxcdAvailable,
    loader: () =>
      import('./entity/EntityFluxcdContent').then(m => (
        <m.EntityFluxcdContent />
      )),
  },
});

const entityCard = EntityCardBlueprint.make({
  params: {
    type: 'info',
    filter: isFluxcdAvailable,
    loader: () =>
      import('./entity/EntityFluxcdCard').then(m => <m.EntityFluxcdCard />),
  },
});

/**
 * The plugin for the new frontend system.
 * @public
 */
export const fluxcdPlugin = createFrontendPlugin({
  pluginId: 'fluxcd',
  title: 'Flux',
  icon: <RiInfinityLine />,
  info: { packageJson: () => import('../package.json') },
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
  extensions: [
    fluxcdApi,
    fluxcdPage,
    dashboardSubPage,
    resourcesSubPage,
    clustersSubPage,
    activitySubPage,
    settingsSubPage,
    entityContent,
    entityCard,
  ],
});
