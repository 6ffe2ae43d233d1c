import type {
  ResourceSort,
  ResourceStatus,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** The filters of the resource list that hold several values, in the order in which they are shown. */
export const FACETS = ['status', 'kind', 'cluster', 'namespace'] as const;
export type FacetName = (typeof FACETS)[number];

/** Numbers of rows per page that the page offers; the contract allows up to 500. */
export const PAGE_SIZES = [25, 50, 100, 200];

/** Everything that decides what the resource list shows. It lives in the URL. */
export interface ResourceListState {
  status: ResourceStatus[];
  kind: string[];
  cluster: string[];
  namespace: string[];
  text: string;
  sort: ResourceSort;
  order: 'asc' | 'desc';
  limit: number;
  cursor?: string;
}

export const DEFAULT_LIST_STATE: ResourceListState = {
  status: [],
  kind: [],
  cluster: [],
  namespace: [],
  text: '',
  // Ascending status is most urgent first.
  sort: 'status',
  order: 'asc',
  limit: 50,
};
