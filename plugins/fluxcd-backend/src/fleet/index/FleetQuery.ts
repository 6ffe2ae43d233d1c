import type {
  ResourceSort,
  ResourceStatus,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Visibility } from './Visibility';

/** Rows that have all of these; an absent part means any. */
export interface RowSelector {
  clusterIds?: readonly string[];
  namespace?: string;
  kind?: string;
  name?: string;
  /** Value of the label `backstage.io/kubernetes-id`. */
  kubernetesId?: string;
}

/** Which rows, in which order. Several values of one filter are alternatives; an absent one means any. */
export interface FleetQuery {
  clusterIds?: readonly string[];
  kind?: readonly string[];
  namespace?: readonly string[];
  status?: readonly ResourceStatus[];
  /** Matches name, namespace, revision and message, ignoring case. */
  text?: string;
  /** Alternatives. */
  selectors?: readonly RowSelector[];
  /** What whoever asks may see; absent: everything. The rest is neither listed nor counted. */
  visibleTo?: Visibility;
  sort: ResourceSort;
  /** Of the sort key; rows with the same one are always in the order of their names, and then of their ids. */
  order: 'asc' | 'desc';
  limit: number;
  /** Sort key, name and id of the row behind which the page begins. It need not exist (any more). */
  after?: readonly [string | number, string, string];
}
