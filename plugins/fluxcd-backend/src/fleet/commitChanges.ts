import type { ResourceStatus } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import type { HistoryRow } from '../database/HistoryRow';
import type { ResourceRow } from '../database/ResourceRow';
import {
  type Before,
  describeChange,
  describeDeletion,
  describeRuns,
} from '../history/describeChange';
import { insertHistory, upsertRuns } from '../history/writeHistory';

/** The kind of one cluster: what a list is complete for, and what a resource version belongs to. */
export interface KindKey {
  clusterId: string;
  group: string;
  kind: string;
  /** Of the lease under which the rows are written: when another replica took it over, the database refuses them. */
  fence: number;
}

/** A part of what happened to one kind of one cluster. */
export interface Changes {
  key: KindKey;
  upserts: ResourceRow[];
  /** Ids of resources. */
  deletes: string[];
  /** Everything up to this version is in the database once this is committed; empty: up to none, a list has begun. */
  resourceVersion?: string;
}

/** Longest resource version that the column takes; they are opaque, so a longer one is not cut but not kept. */
const MAX_VERSION_LENGTH = 64;

/** SQLite allows 500 terms in the compound SELECT that knex makes of an insert. */
function rowsPerStatement(knex: Knex): number {
  return String(knex.client.config.client).includes('sqlite') ? 100 : 500;
}

/** As the database has it. */
type StoredRow = Before &
  Record<string, unknown> & { changed_at: string | null };

/** Columns by which a reader could tell two rows apart; `resource_version` moves with every heartbeat of a controller. */
function isUnchanged(stored: StoredRow | undefined, row: ResourceRow): boolean {
  if (!stored) return false;
  return Object.entries(row).every(([column, value]) => {
    // The runs have their digest.
    if (column === 'resource_version' || column === 'runs') return true;
    const before = stored[column] ?? null;
    return typeof value === 'boolean'
      ? Boolean(before) === value
      : before === value;
  });
}

/** Statuses on the way to another one: every reconciliation passes through them and ends where it began. */
const PASSING: ReadonlySet<ResourceStatus> = new Set([
  'progressing',
  'unknown',
]);

interface Settlement {
  settled_status: ResourceStatus | null;
  settled_since: string | null;
  changed_at: string | null;
}

/**
 * When the resource last became something else: it settled in another status than before, or has another revision.
 * `status_since` does not tell, for controllers move the time of the condition with every reconciliation.
 */
function settle(
  stored: StoredRow | undefined,
  row: ResourceRow,
  now: string,
): Settlement {
  const { status, status_since, revision } = row;
  const before = stored?.settled_status ?? null;
  const isSettled = !PASSING.has(status);
  const isOther = isSettled && status !== before;
  const settled = {
    settled_status: isSettled ? status : before,
    settled_since: isOther ? status_since : stored?.settled_since ?? null,
  };
  // Seen for the first time: it did not change now, it became so when its own status says.
  if (before === null) {
    return { ...settled, changed_at: isSettled ? status_since : null };
  }
  const isChanged = isOther || revision !== stored?.revision;
  return { ...settled, changed_at: isChanged ? now : stored!.changed_at };
}

/** Rows that differ from what is stored, with what is stored of them: locked, so that it stays so until the end. */
async function lockChanged(
  tx: Knex,
  rows: ResourceRow[],
): Promise<Array<{ row: ResourceRow; stored?: StoredRow }>> {
  const read = async (ids: string[], lock: boolean) => {
    const select = tx('resources').whereIn('id', ids).orderBy('id');
    const found: StoredRow[] = await (lock ? select.forUpdate() : select);
    return new Map(found.map(row => [row.id, row]));
  };
  // Most rows say what is stored: they are not worth a lock.
  const seen = await read(
    rows.map(row => row.id),
    false,
  );
  const changed = rows.filter(row => !isUnchanged(seen.get(row.id), row));
  const known = changed.flatMap(({ id }) => (seen.has(id) ? [id] : []));
  const locked = known.length ? await read(known, true) : new Map();
  return changed
    .map(row => ({ row, stored: locked.get(row.id) }))
    .filter(({ row, stored }) => !isUnchanged(stored, row));
}

async function writeRows(
  tx: Knex,
  rows: ResourceRow[],
  now: string,
): Promise<string[]> {
  const size = rowsPerStatement(tx);
  const written: string[] = [];
  for (let start = 0; start < rows.length; start += size) {
    const changed = await lockChanged(tx, rows.slice(start, start + size));
    if (!changed.length) continue;
    const columns: Array<Record<string, unknown>> = [];
    const happened: HistoryRow[] = [];
    const runs: HistoryRow[] = [];
    for (const { row, stored } of changed) {
      // Another object with the same name: nobody saw the first one go.
      const isReplaced = stored !== undefined && stored.uid !== row.uid;
      if (isReplaced) happened.push(describeDeletion(stored, now));
      const before = isReplaced ? undefined : stored;
      const settlement = settle(before, row, now);
      happened.push(
        ...describeChange(before, row, settlement.settled_status, now),
      );
      if (row.history_digest !== before?.history_digest) {
        runs.push(...describeRuns(row, now));
      }
      const { runs: _, ...stripped } = row;
      columns.push({ ...stripped, ...settlement, updated_at: now });
    }
    await tx('resources').insert(columns).onConflict('id').merge();
    await insertHistory(tx, happened);
    await upsertRuns(tx, runs);
    written.push(...changed.map(({ row }) => row.cluster_id));
  }
  return written;
}

/** Answers how many rows went. */
async function deleteRows(
  tx: Knex,
  ids: readonly string[],
  now: string,
): Promise<number> {
  let count = 0;
  for (let start = 0; start < ids.length; start += 500) {
    const gone: StoredRow[] = await tx('resources')
      .whereIn('id', ids.slice(start, start + 500))
      .orderBy('id')
      .forUpdate();
    if (!gone.length) continue;
    await insertHistory(
      tx,
      gone.map(row => describeDeletion(row, now)),
    );
    count += await tx('resources')
      .whereIn(
        'id',
        gone.map(row => row.id),
      )
      .delete();
  }
  return count;
}

/**
 * Commits changes of any number of kinds in one transaction, and with them what they mean for the history and how far
 * each kind has come. Answers the ids of the clusters in which a row changed.
 */
export async function commitChanges(
  knex: Knex,
  all: readonly Changes[],
  now: string,
): Promise<Set<string>> {
  return knex.transaction(async tx => {
    // Always in the same order, so that two writers do not wait for each other.
    const rows = all
      .flatMap(changes => changes.upserts)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const touched = new Set(await writeRows(tx, rows, now));
    for (const { key, deletes, resourceVersion } of all) {
      if (await deleteRows(tx, deletes, now)) touched.add(key.clusterId);
      if (resourceVersion !== undefined) {
        await tx('cluster_kinds')
          .where({
            cluster_id: key.clusterId,
            api_group: key.group,
            kind: key.kind,
          })
          .update({
            ...(resourceVersion && { synced_at: now }),
            resource_version:
              resourceVersion && resourceVersion.length <= MAX_VERSION_LENGTH
                ? resourceVersion
                : null,
          });
      }
    }
    return touched;
  });
}
