import {
  ApiBlueprint,
  createFrontendPlugin,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { fluxcdApiFactory } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiInfinityLine } from '@remixicon/react';
import {
  clustersRouteRef,
  resourceRouteRef,
  resourcesRouteRef,
  rootRouteRef,
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
    resources: resourcesRouteRef,
    resource: resourceRouteRef,
    clusters: clustersRouteRef,
  },
  extensions: [fluxcdApi, fluxcdPage, resourcesSubPage, clustersSubPage],
});
