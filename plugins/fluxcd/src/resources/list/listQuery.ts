import type { ResourceQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { FACETS, type ResourceListState } from './ResourceListState';

/** What the list asks of the server in a given state. */
export function listQuery(state: ResourceListState): ResourceQuery {
  const query: ResourceQuery = {
    sort: state.sort,
    order: state.order,
    limit: state.limit,
  };
  for (const facet of FACETS) {
    if (state[facet].length) Object.assign(query, { [facet]: state[facet] });
  }
  if (state.text.trim()) query.text = state.text.trim();
  if (state.cursor) query.cursor = state.cursor;
  return query;
}
