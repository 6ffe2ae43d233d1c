import type { BackendFeature } from '@backstage/backend-plugin-api';
import authPlugin from '@backstage/plugin-auth-backend';
import guestModule from '@backstage/plugin-auth-backend-module-guest-provider';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import eventsPlugin from '@backstage/plugin-events-backend';
import permissionPlugin from '@backstage/plugin-permission-backend';
import userSettingsPlugin from '@backstage/plugin-user-settings-backend';
import fluxcdPlugin from '@flux-orchestrator/backstage-plugin-fluxcd-backend';
import fluxcdAzureModule from '@flux-orchestrator/backstage-plugin-fluxcd-backend-module-azure';
import { demoPolicyModule } from './demoPolicyModule';
import { demoUsersModule } from './demoUsersModule';
import { signInModule } from './signIn';

/** What the demo portal's backend runs and keeps data for; tests start it on each database. */
export const portalFeatures: BackendFeature[] = [
  authPlugin,
  guestModule,
  signInModule,
  demoUsersModule,
  catalogPlugin,
  permissionPlugin,
  demoPolicyModule,
  userSettingsPlugin,
  eventsPlugin,
  fluxcdPlugin,
  fluxcdAzureModule,
];
