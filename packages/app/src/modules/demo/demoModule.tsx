import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';

const signInPage = SignInPageBlueprint.make({
  params: {
    loader: () => import('./DemoSignInPage').then(m => m.DemoSignInPage),
  },
});

/** Guests may enter this portal, and are told what they may do in it. */
export const demoModule = createFrontendModule({
  pluginId: 'app',
  extensions: [signInPage],
});
