import type {
  HistoryType,
  ResourceStatus,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** A row of the table `resource_history`. */
export interface HistoryRow {
  id: string;
  resource_id: string;
  cluster_id: string;
  api_group: string;
  kind: string;
  namespace: string;
  name: string;
  uid: string;
  type: HistoryType;
  /** Never changes once it is written. */
  at: string;
  /** When it was last news, by which it is kept: of what goes on its last time, of a status when it was seen, else `at`. */
  last_at: string;
  status: ResourceStatus | null;
  previous_status: ResourceStatus | null;
  outcome: string | null;
  reason: string | null;
  message: string | null;
  revision: string | null;
  previous_revision: string | null;
  run_count: number | null;
  duration_ms: number | null;
  action: string | null;
  chart: string | null;
  app_version: string | null;
  release_version: number | null;
}

/** A reconciliation or release as projection makes it: what `status.history` of one object says, storable. */
export type HistoryRun = Pick<
  HistoryRow,
  | 'id'
  | 'outcome'
  | 'revision'
  | 'run_count'
  | 'duration_ms'
  | 'action'
  | 'chart'
  | 'app_version'
  | 'release_version'
> & {
  type: 'reconciliation' | 'release';
  /** By the clock of the cluster; `null` when it does not tell. */
  at: string | null;
  last_at: string | null;
};
