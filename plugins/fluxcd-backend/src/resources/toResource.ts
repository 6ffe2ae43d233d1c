import type {
  Resource,
  ResourceStatus,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { withResourceId } from './withResourceId';

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
  status_since: string | null;
  last_reconciled_at: string | null;
  created_at: string;
  updated_at: string;
}

/** A stored row as the contract has it. */
export function toResource(row: StoredResource, clusterName: string): Resource {
  return {
    id: row.id,
    clusterId: row.cluster_id,
    clusterName,
    group: row.api_group,
    version: row.version,
    kind: row.kind,
    namespace: row.namespace,
    name: row.name,
    uid: row.uid,
    status: row.status,
    stalled: Boolean(row.stalled),
    retrying: Boolean(row.retrying),
    suspended: Boolean(row.suspended),
    ready: row.ready ?? undefined,
    reason: row.reason ?? undefined,
    message: row.message ?? undefined,
    revision: row.revision ?? undefined,
    attemptedRevision: row.attempted_revision ?? undefined,
    source:
      row.source_kind && row.source_name
        ? withResourceId(row.cluster_id, {
            group: row.source_group ?? '',
            kind: row.source_kind,
            namespace: row.source_namespace ?? '',
            name: row.source_name,
          })
        : undefined,
    url: row.url ?? undefined,
    statusSince: row.status_since ?? undefined,
    lastReconciledAt: row.last_reconciled_at ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
