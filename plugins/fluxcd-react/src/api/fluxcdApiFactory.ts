import {
  createApiFactory,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createFluxcdClient } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from './fluxcdApiRef';

/**
 * Makes the API from the portal's discovery and fetch; serves the old frontend system and the new.
 * @public
 */
export const fluxcdApiFactory = createApiFactory({
  api: fluxcdApiRef,
  deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
  factory: ({ discoveryApi, fetchApi }) =>
    createFluxcdClient({ discoveryApi, fetchApi }),
});
