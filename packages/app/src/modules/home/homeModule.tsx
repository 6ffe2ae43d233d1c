import {
  createFrontendModule,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';

const homePage = PageBlueprint.make({
  name: 'home',
  params: {
    path: '/',
    noHeader: true,
    loader: () => import('./HomeRedirect').then(m => <m.HomeRedirect />),
  },
});

/** `/` leads to Flux: what a platform engineer wants to see first. */
export const homeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [homePage],
});
