import type { Resource } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { StoredResource } from '../database/StoredResource';
import { withResourceId } from './withResourceId';

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
    suspension: row.suspended
      ? {
          by: row.suspended_by ?? undefined,
          reason: row.suspended_reason ?? undefined,
          at: row.suspended_at ?? undefined,
        }
      : undefined,
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
    facts: row.facts === null ? undefined : JSON.parse(row.facts),
    statusSince: row.status_since ?? undefined,
    changedAt: row.changed_at ?? undefined,
    lastReconciledAt: row.last_reconciled_at ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
