import { ResponseError } from '@backstage/errors';
import { type FluxcdContract, fluxcdContract } from './contract';
import type { Route } from './route';
import type { RouteInput, RouteResponse } from './types';

/** One method per route of the contract. @public */
export type FluxcdApi = {
  [K in keyof FluxcdContract]: (
    input: RouteInput<FluxcdContract[K]>,
    options?: { signal?: AbortSignal },
  ) => Promise<RouteResponse<FluxcdContract[K]>>;
};

/** @public */
export interface FluxcdClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
}

function toSearch(query: Record<string, unknown> | undefined): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== '') search.append(key, String(one));
    }
  }
  return search.size ? `?${search}` : '';
}

/**
 * The typed client of the plugin's REST API, derived from the contract. Errors are `ResponseError`.
 * @public
 */
export function createFluxcdClient(options: FluxcdClientOptions): FluxcdApi {
  const { discoveryApi, fetchApi } = options;
  const call = async (
    route: Route,
    input: { params?: object; query?: object; body?: unknown } = {},
    signal?: AbortSignal,
  ) => {
    const params = (input.params ?? {}) as Record<string, string>;
    const path = route.path.replace(/\{(\w+)\}/g, (_, name) =>
      encodeURIComponent(params[name]),
    );
    const search = toSearch(input.query as Record<string, unknown>);
    const base = await discoveryApi.getBaseUrl('fluxcd');
    const response = await fetchApi.fetch(`${base}${path}${search}`, {
      method: route.method.toUpperCase(),
      signal,
      ...(input.body === undefined
        ? {}
        : {
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify(input.body),
          }),
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.status === 204 ? undefined : response.json();
  };
  return Object.fromEntries(
    Object.entries(fluxcdContract).map(([name, route]) => [
      name,
      (input: object, opts?: { signal?: AbortSignal }) =>
        call(route, input, opts?.signal),
    ]),
  ) as FluxcdApi;
}
