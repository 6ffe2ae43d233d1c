import {
  type ResourceStatus,
  STATUS_RANK,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { IndexParts } from './IndexParts';
import type { KnownClusters } from './KnownClusters';
import { groupOf, rankOf, SLOTS, TOTAL } from './RowGroups';
import { STATUSES } from './STATUSES';
import { TimeColumn } from './TimeColumn';
import { TopRows } from './TopRows';

/** Which rows come first: by name, the latest `changedAt` or the earliest `statusSince`; then by id. */
export interface TopQuery {
  /** Absent: any. */
  statuses?: readonly ResourceStatus[];
  by: 'name' | 'changedAt' | 'statusSince';
  /** Only rows that are known to have had their status since before this time. ISO 8601. */
  sinceBefore?: string;
  limit: number;
}

/** The first rows of some statuses by one column, in order. */
export function findTop(
  { rows, groups, texts }: IndexParts,
  query: TopQuery,
  known: KnownClusters,
): number[] {
  const { changedAt, statusSince } = rows;
  const compare = {
    name: (a: number, b: number) => texts.compare(rows.name[a], rows.name[b]),
    changedAt: (a: number, b: number) =>
      changedAt.value(b) - changedAt.value(a),
    statusSince: (a: number, b: number) =>
      statusSince.value(a) - statusSince.value(b),
  }[query.by];
  const found = new TopRows(
    query.limit,
    (a, b) => compare(a, b) || rows.compareIds(a, b),
  );
  const before = query.sinceBefore && TimeColumn.valueOf(query.sinceBefore);
  const statuses = query.statuses ?? STATUSES;
  const mask = statuses.reduce((bits, s) => bits | (1 << STATUS_RANK[s]), 0);
  const isKnown = new Uint8Array(groups.size);
  for (let group = 0; group < groups.size; group += 1) {
    if (groups.counts[group * SLOTS + TOTAL] === 0) continue;
    isKnown[group] = known.byId.has(groups.key(group).cluster_id) ? 1 : 0;
  }
  // Row by row, not group by group: that is the order in memory.
  for (let row = 0; row < rows.count; row += 1) {
    const bucket = groups.bucket[row];
    if (bucket < 0 || !(mask & (1 << rankOf(bucket)))) continue;
    if (isKnown[groupOf(bucket)] === 0) continue;
    const since = before ? statusSince.value(row) : 0;
    if (!before || (since > 0 && since < before)) found.add(row);
  }
  return found.sorted();
}
