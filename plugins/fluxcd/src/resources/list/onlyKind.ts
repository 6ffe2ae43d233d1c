import type { ResourceListState } from './ResourceListState';

/** The one kind that the list is filtered to. */
export function onlyKind(
  state: Pick<ResourceListState, 'kind'>,
): string | undefined {
  return state.kind.length === 1 ? state.kind[0] : undefined;
}
