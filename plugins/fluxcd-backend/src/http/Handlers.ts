import type { FluxcdContract } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { RouteHandlers } from '@flux-orchestrator/backstage-plugin-fluxcd-node';

/** One handler per route of the contract: a missing or an extra one does not compile. */
export type Handlers = RouteHandlers<FluxcdContract>;
