import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import type { Route } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { RouteHandlers } from './RouteHandlers';

/**
 * Where modules add routes below `/api/fluxcd`. They are guarded, validated, audited and described like those of the
 * plugin.
 * @public
 */
export const fluxcdRoutesExtensionPoint = createExtensionPoint<{
  /** Fails when a route has the name, or the method and path, of one that is there. */
  addRoutes<R extends Readonly<Record<string, Route>>>(options: {
    routes: R;
    handlers: RouteHandlers<R>;
    /** Those that the routes ask for; they are registered with the permission framework. */
    permissions: readonly BasicPermission[];
  }): void;
}>({ id: 'fluxcd.routes' });
