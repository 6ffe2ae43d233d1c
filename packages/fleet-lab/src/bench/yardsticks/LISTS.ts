import type { ResourceStatus } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { clusterId } from '../ours/startFleet';

/** What a list asks for; several values of one field are alternatives. */
export interface ListFilter {
  clusters?: string[];
  namespaces?: string[];
  kinds?: string[];
  statuses?: ResourceStatus[];
  /** What whoever asks may see. */
  visible?: { clusters: string[]; namespaces: string[] };
}

const first = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** The four lists that are compared: newest status first, 50 rows, total, and facets by cluster, kind and status. */
export const LISTS: Record<string, ListFilter> = {
  everything: {},
  'kind and status': { kinds: ['Kustomization'], statuses: ['failed'] },
  'five clusters, ten namespaces, three statuses': {
    clusters: first(5, i => clusterId(i * 17)),
    namespaces: first(10, i => `apps-${i * 5}`),
    statuses: ['failed', 'progressing', 'suspended'],
  },
  'visible: 30 clusters × 20 namespaces; failed': {
    statuses: ['failed'],
    visible: {
      clusters: first(30, clusterId),
      namespaces: first(20, i => `apps-${i * 3}`),
    },
  },
};
