import type { BasicPermission } from '@backstage/plugin-permission-common';
import {
  fluxcdContract,
  fluxcdPermissions,
  type Route,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type {
  RouteContext,
  RouteHandlers,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';

/** A route of a module, with what answers it. */
export interface ModuleRoute {
  name: string;
  route: Route;
  handler: (request: object, context: RouteContext) => Promise<unknown>;
}

/** Routes with the same place answer the same requests, whatever their parameters are called. */
function placeOf({ method, path }: Route): string {
  return `${method} ${path.replace(/\{\w+\}/g, '{}')}`;
}

/** The routes that modules add to those of the contract, and the permissions that they bring. */
export class RouteTable {
  readonly routes: ModuleRoute[] = [];
  readonly permissions: BasicPermission[] = [];
  readonly #names = new Set<string>(Object.keys(fluxcdContract));
  readonly #places = new Set<string>(
    Object.values<Route>(fluxcdContract).map(placeOf),
  );

  /** All of them or none. Fails when one is there already, or asks for a permission that nobody registers. */
  add<R extends Readonly<Record<string, Route>>>(added: {
    routes: R;
    handlers: RouteHandlers<R>;
    permissions: readonly BasicPermission[];
  }): void {
    const known = new Set(
      [...fluxcdPermissions, ...this.permissions, ...added.permissions].map(
        permission => permission.name,
      ),
    );
    const names = new Set(this.#names);
    const places = new Set(this.#places);
    const routes = Object.entries<Route>(added.routes).map(([name, route]) => {
      const place = placeOf(route);
      if (names.has(name)) {
        throw new Error(`The route "${name}" was added twice`);
      }
      if (places.has(place)) {
        throw new Error(`"${name}" adds ${place}, which is served already`);
      }
      const needed = [
        route.permission,
        ...Object.values(route.permissionByType ?? {}),
      ];
      const missing = needed.find(permission => !known.has(permission.name));
      if (missing) {
        throw new Error(
          `The route "${name}" asks for ${missing.name}, which is not among the permissions`,
        );
      }
      names.add(name);
      places.add(place);
      return {
        name,
        route,
        handler: added.handlers[name] as ModuleRoute['handler'],
      };
    });
    for (const { name, route } of routes) {
      this.#names.add(name);
      this.#places.add(placeOf(route));
    }
    this.routes.push(...routes);
    this.permissions.push(
      ...added.permissions.filter(
        one =>
          ![...fluxcdPermissions, ...this.permissions].some(
            other => other.name === one.name,
          ),
      ),
    );
  }
}
