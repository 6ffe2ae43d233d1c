import { hash } from 'node:crypto';
import type { ResourceRow } from '../database/ResourceRow';

/** Until the hour: whoever sees when an object was last reconciled learns no more from the minutes of a routine. */
const HOUR_LENGTH = '2026-11-20T12'.length;

/** What the digest of a row is made of. */
export type DigestedRow = Omit<
  ResourceRow,
  | 'id'
  | 'cluster_id'
  | 'resource_version'
  | 'history_digest'
  | 'row_digest'
  | 'inventory_digest'
  | 'managed'
  | 'runs'
>;

/**
 * 128 bits of SHA-256, in hex, of what a reader could tell apart in a row of the same resource. Left out is what every
 * reconciliation moves though it changes nothing: the resource version, `status_since` (controllers set the time of a
 * condition anew), the totals of the runs, and of `last_reconciled_at` what is below the hour. A request to reconcile
 * that was handled does count: somebody waits for that time.
 */
export function rowDigest(
  row: DigestedRow,
  options: {
    /** `status.lastHandledReconcileAt` */
    handledRequest: string | undefined;
    /** Identifies each run and says how it ended. */
    runs: readonly string[];
  },
): string {
  return hash(
    'sha256',
    JSON.stringify([
      row.api_group,
      row.version,
      row.kind,
      row.namespace,
      row.name,
      row.uid,
      row.status,
      row.status_rank,
      row.stalled,
      row.retrying,
      row.suspended,
      row.ready,
      row.reason,
      row.message,
      row.revision,
      row.attempted_revision,
      row.source_group,
      row.source_kind,
      row.source_namespace,
      row.source_name,
      row.url,
      row.facts,
      row.kubernetes_id,
      row.suspended_by,
      row.suspended_reason,
      row.suspended_at,
      row.last_reconciled_at?.slice(0, HOUR_LENGTH),
      row.created_at,
      options.handledRequest,
      options.runs,
    ]),
  ).slice(0, 32);
}
