import { useRouteRef } from '@backstage/core-plugin-api';
import { resourcesRouteRef } from '../routes';

/** Makes links to the list of resources with filters, as that page reads them from its URL. */
export function useResourcesLink(): (filters: {
  cluster: string;
  status?: string;
  kind?: string;
}) => string {
  const path = useRouteRef(resourcesRouteRef)();
  return filters => `${path}?${new URLSearchParams(filters)}`;
}
