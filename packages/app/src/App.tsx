import { createApp } from '@backstage/frontend-defaults';
import userSettingsModule from '@backstage/plugin-app-module-user-settings';
import authPlugin from '@backstage/plugin-auth';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import signalsPlugin from '@backstage/plugin-signals/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import fluxcdPlugin from '@flux-orchestrator/backstage-plugin-fluxcd';
import { demoModule } from './modules/demo';
import { homeModule } from './modules/home';
import { navModule } from './modules/nav';

/** The demo portal. Its features are listed, not discovered, so that this file tells what runs. */
export const App = createApp({
  features: [
    fluxcdPlugin,
    catalogPlugin,
    orgPlugin,
    signalsPlugin,
    userSettingsPlugin,
    userSettingsModule,
    authPlugin,
    homeModule,
    navModule,
    demoModule,
  ],
});
