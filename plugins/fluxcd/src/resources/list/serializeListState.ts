import {
  DEFAULT_LIST_STATE,
  FACETS,
  type ResourceListState,
} from './ResourceListState';

/**
 * Writes the list's state as URL parameters. Defaults are left out, so that a shared link is short;
 * parameters of `base` that are not ours stay.
 */
export function serializeListState(
  state: ResourceListState,
  base: URLSearchParams = new URLSearchParams(),
): URLSearchParams {
  const params = new URLSearchParams(base);
  for (const facet of FACETS) {
    params.delete(facet);
    for (const value of state[facet]) params.append(facet, value);
  }
  for (const name of ['text', 'sort', 'order', 'limit', 'cursor'] as const) {
    const value = state[name];
    if (!value || value === DEFAULT_LIST_STATE[name]) params.delete(name);
    else params.set(name, String(value));
  }
  return params;
}
