import { createFrontendModule } from '@backstage/frontend-plugin-api';
import {
  AppRootWrapperBlueprint,
  SignInPageBlueprint,
} from '@backstage/plugin-app-react';
import { DemoNotice } from './DemoNotice';

const demoNotice = AppRootWrapperBlueprint.make({
  name: 'demo-notice',
  params: { component: DemoNotice },
});

const signInPage = SignInPageBlueprint.make({
  params: {
    loader: () => import('./DemoSignInPage').then(m => m.DemoSignInPage),
  },
});

/** What makes this portal a demo: guests may enter, and are told what they may do. */
export const demoModule = createFrontendModule({
  pluginId: 'app',
  extensions: [demoNotice, signInPage],
});
