import type { HistoryRow } from '../database/HistoryRow';
import type { ResourceRow } from '../database/ResourceRow';
import { historyId } from './historyId';

/** What a stored row tells of its resource before a change. */
export type Before = Pick<
  ResourceRow,
  | 'id'
  | 'cluster_id'
  | 'api_group'
  | 'kind'
  | 'namespace'
  | 'name'
  | 'uid'
  | 'revision'
> & {
  settled_status: ResourceRow['status'] | null;
  settled_since: string | null;
};

function record(
  of: Omit<Before, 'settled_status' | 'settled_since' | 'revision'>,
  what: Pick<HistoryRow, 'id' | 'type' | 'at'> & Partial<HistoryRow>,
): HistoryRow {
  return {
    resource_id: of.id,
    cluster_id: of.cluster_id,
    api_group: of.api_group,
    kind: of.kind,
    namespace: of.namespace,
    name: of.name,
    uid: of.uid,
    last_at: what.at,
    status: null,
    previous_status: null,
    outcome: null,
    reason: null,
    message: null,
    revision: null,
    previous_revision: null,
    run_count: null,
    duration_ms: null,
    action: null,
    chart: null,
    app_version: null,
    release_version: null,
    ...what,
  };
}

/** That the object is gone. An object dies once: its uid identifies the record. */
export function describeDeletion(before: Before, now: string): HistoryRow {
  return record(before, {
    id: historyId([before.id, 'deleted', before.uid]),
    type: 'deleted',
    at: now,
    previous_status: before.settled_status,
    revision: before.revision,
  });
}

/**
 * What a changed row means for the history of its resource: nothing, when it only passes through a status.
 *
 * The id is derived from what the object says of itself, so that a replica that lags behind, and sees again what was
 * recorded before, finds it there. The time of the condition identifies a change except within the same second; then
 * the version does.
 *
 * @param before - the stored row of the same object; `undefined` when it is seen for the first time
 * @param settled - the status in which the row has settled, `null` when in none yet
 */
export function describeChange(
  before: Before | undefined,
  row: ResourceRow,
  settled: ResourceRow['status'] | null,
  now: string,
): HistoryRow[] {
  const previous = before?.settled_status ?? null;
  const isTimed =
    row.status_since !== null && row.status_since !== before?.settled_since;
  const moment = isTimed
    ? ['', row.status_since!]
    : ['v', row.resource_version];
  // When it came about in the cluster, not when it was seen here; the clock of a cluster may be ahead.
  const at = isTimed && row.status_since! < now ? row.status_since! : now;
  const records: HistoryRow[] = [];
  if (settled !== null && settled !== previous) {
    records.push(
      record(row, {
        id: historyId([row.id, 'status', row.uid, settled, ...moment]),
        type: 'status',
        at,
        // It is news when it is seen: a status that has lasted for long must not be too old to be kept at once.
        last_at: now,
        status: settled,
        previous_status: previous,
        reason: row.reason,
        message: row.message,
        revision: row.revision,
      }),
    );
  }
  if (before && row.revision && row.revision !== before.revision) {
    records.push(
      record(row, {
        id: historyId([row.id, 'revision', row.uid, row.revision, ...moment]),
        type: 'revision',
        at: now,
        revision: row.revision,
        previous_revision: before.revision,
      }),
    );
  }
  return records;
}

/** What its own `status.history` tells of it. The clock of a cluster may be ahead; nothing happens in the future. */
export function describeRuns(row: ResourceRow, now: string): HistoryRow[] {
  const past = (time: string) => (time < now ? time : now);
  return (row.runs ?? []).map(run => {
    const at = past(run.at ?? run.last_at ?? now);
    return record(row, { ...run, at, last_at: past(run.last_at ?? at) });
  });
}
