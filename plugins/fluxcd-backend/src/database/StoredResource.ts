import type {
  Resource,
  ResourceStatus,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** A row of the table `resources`. SQLite and MariaDB have no booleans: they answer 0 and 1. */
export interface StoredResource {
  id: string;
  cluster_id: string;
  api_group: string;
  version: string;
  kind: string;
  namespace: string;
  name: string;
  uid: string;
  status: ResourceStatus;
  status_rank: number;
  stalled: boolean | 0 | 1;
  retrying: boolean | 0 | 1;
  suspended: boolean | 0 | 1;
  ready: Resource['ready'] | null;
  reason: string | null;
  message: string | null;
  revision: string | null;
  attempted_revision: string | null;
  source_group: string | null;
  source_kind: string | null;
  source_namespace: string | null;
  source_name: string | null;
  url: string | null;
  /** JSON object of texts: what columns of its kind show. */
  facts: string | null;
  /** Value of the label `backstage.io/kubernetes-id`. */
  kubernetes_id: string | null;
  /** Who suspended it, why and when, as far as its annotations tell. */
  suspended_by: string | null;
  suspended_reason: string | null;
  suspended_at: string | null;
  status_since: string | null;
  /** Kept by the writer: a row that comes from an object has none. */
  changed_at?: string | null;
  last_reconciled_at: string | null;
  created_at: string;
  updated_at: string;
  /** Of the commit that last changed the row, counted per cluster; the drivers answer a number or a text. */
  change_number?: number | string;
}
