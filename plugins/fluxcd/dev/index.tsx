import '@backstage/cli/asset-types';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import fluxcdPlugin from '../src';
import { createMockFluxcdApi } from './createMockFluxcdApi';

const mockApi = createFrontendModule({
  pluginId: 'fluxcd',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: fluxcdApiRef,
          deps: {},
          factory: createMockFluxcdApi,
        }),
    }),
  ],
});

createDevApp({ features: [fluxcdPlugin, mockApi] });
