import type {
  Route,
  RouteRequest,
  RouteResponse,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { RouteContext } from './RouteContext';

/** One handler per route: a missing or an extra one does not compile. @public */
export type RouteHandlers<R extends Readonly<Record<string, Route>>> = {
  [K in keyof R]: (
    request: RouteRequest<R[K]>,
    context: RouteContext,
  ) => Promise<RouteResponse<R[K]>>;
};
