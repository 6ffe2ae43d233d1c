import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  FluxcdContract,
  RouteRequest,
  RouteResponse,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** Who asks. */
export interface RequestContext {
  credentials: BackstageCredentials;
  /** Entity ref of the user, or the subject of the calling service. */
  actor: string;
  /** Aborted when the answer has ended, or the caller has gone before. */
  signal: AbortSignal;
}

/** One handler per route of the contract: a missing or an extra one does not compile. */
export type Handlers = {
  [K in keyof FluxcdContract]: (
    request: RouteRequest<FluxcdContract[K]>,
    context: RequestContext,
  ) => Promise<RouteResponse<FluxcdContract[K]>>;
};
