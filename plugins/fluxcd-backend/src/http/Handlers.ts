import type { FluxcdContract } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { RouteHandlers } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { JsonText } from '../resources/JsonText';

type Own = RouteHandlers<FluxcdContract>;

/** One handler per route of the contract: a missing or an extra one does not compile. */
export type Handlers = {
  [K in keyof Own]: (
    ...args: Parameters<Own[K]>
  ) => Promise<
    Awaited<ReturnType<Own[K]>> | JsonText<Awaited<ReturnType<Own[K]>>>
  >;
};
