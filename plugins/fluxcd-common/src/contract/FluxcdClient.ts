import { ResponseError } from '@backstage/errors';
import { z } from 'zod';
import { type AzureContract, azureContract } from './azureContract';
import { type FluxcdContract, fluxcdContract } from './contract';
import type { Route } from './route';
import type { RouteInput, RouteResponse } from './types';

/** Those of the modules too: where one is not installed, its routes answer 404. */
const routes = { ...fluxcdContract, ...azureContract };

/** One method per route of the contract and of the modules. @public */
export type FluxcdApi = {
  [K in keyof (FluxcdContract & AzureContract)]: (
    input: RouteInput<(FluxcdContract & AzureContract)[K]>,
    options?: { signal?: AbortSignal },
  ) => Promise<RouteResponse<(FluxcdContract & AzureContract)[K]>>;
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

/** The answer of an export, under the name that the server gave it. */
async function toFile(response: Response): Promise<File> {
  const disposition = response.headers.get('Content-Disposition') ?? '';
  const name = /filename="([\w.-]+)"/.exec(disposition)?.[1] ?? 'export';
  const type = response.headers.get('Content-Type') ?? '';
  return new File([await response.arrayBuffer()], name, { type });
}

/** Through a reader, because not every browser can iterate a stream. Whoever stops early ends the request. */
async function* readText(response: Response): AsyncGenerator<string> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const text = decoder.decode(value, { stream: !done });
      if (text) yield text;
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
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
    if (response.status === 204) return undefined;
    if (route.stream) return readText(response);
    return route.response instanceof z.ZodFile
      ? toFile(response)
      : response.json();
  };
  return Object.fromEntries(
    Object.entries(routes).map(([name, route]) => [
      name,
      (input: object, opts?: { signal?: AbortSignal }) =>
        call(route, input, opts?.signal),
    ]),
  ) as FluxcdApi;
}
