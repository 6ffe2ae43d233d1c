import type { HistoryRecord } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { HistoryRow } from '../database/HistoryRow';

/** A stored row as the contract has it. */
export function toHistoryRecord(
  row: HistoryRow,
  clusterName: string,
): HistoryRecord {
  return {
    id: row.id,
    type: row.type,
    at: row.at,
    lastAt: row.type === 'reconciliation' ? row.last_at : undefined,
    resourceId: row.resource_id,
    clusterId: row.cluster_id,
    clusterName,
    group: row.api_group,
    kind: row.kind,
    namespace: row.namespace,
    name: row.name,
    uid: row.uid,
    status: row.status ?? undefined,
    previousStatus: row.previous_status ?? undefined,
    outcome: row.outcome ?? undefined,
    reason: row.reason ?? undefined,
    message: row.message ?? undefined,
    revision: row.revision ?? undefined,
    previousRevision: row.previous_revision ?? undefined,
    count: row.run_count ?? undefined,
    durationMs: row.duration_ms ?? undefined,
    action: row.action ?? undefined,
    chart: row.chart ?? undefined,
    appVersion: row.app_version ?? undefined,
    releaseVersion: row.release_version ?? undefined,
  };
}
