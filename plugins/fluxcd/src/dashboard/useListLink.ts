import { useRouteRef } from '@backstage/core-plugin-api';
import { useCallback } from 'react';
import { resourcesRouteRef } from '../routes';
import {
  DEFAULT_LIST_STATE,
  type ResourceListState,
} from '../resources/list/ResourceListState';
import { serializeListState } from '../resources/list/serializeListState';

export type ListFilters = Partial<ResourceListState>;

/** Makes links to the list of resources with filters, as that page reads them from its URL. */
export function useListLink(): (filters: ListFilters) => string {
  const path = useRouteRef(resourcesRouteRef)();
  return useCallback(
    filters => {
      const search = serializeListState({ ...DEFAULT_LIST_STATE, ...filters });
      return search.size ? `${path}?${search}` : path;
    },
    [path],
  );
}
