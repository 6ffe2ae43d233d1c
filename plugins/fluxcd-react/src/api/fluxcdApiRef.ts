import { createApiRef } from '@backstage/core-plugin-api';
import type { FluxcdApi } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/**
 * The REST API of the fluxcd backend plugin, typed by its contract.
 * @public
 */
export const fluxcdApiRef = createApiRef<FluxcdApi>({
  id: 'plugin.fluxcd.service',
});
