import type { ResourceStatus } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import type { ResourceRow } from '../database/ResourceRow';

/** The kind of one cluster: what a list is complete for, and what a resource version belongs to. */
export interface KindKey {
  clusterId: string;
  group: string;
  kind: string;
}

/** A part of what happened to one kind of one cluster. */
export interface Changes {
  key: KindKey;
  upserts: ResourceRow[];
  /** Ids of resources. */
  deletes: string[];
  /** Everything up to this version is in the database once this is committed. */
  resourceVersion?: string;
}

/** Longest resource version that the column takes; they are opaque, so a longer one is not cut but not kept. */
const MAX_VERSION_LENGTH = 64;

/** SQLite allows 500 terms in the compound SELECT that knex makes of an insert. */
function rowsPerStatement(knex: Knex): number {
  return String(knex.client.config.client).includes('sqlite') ? 100 : 500;
}

/** Columns by which a reader could tell two rows apart; `resource_version` moves with every heartbeat of a controller. */
function isUnchanged(
  stored: Record<string, unknown> | undefined,
  row: ResourceRow,
): boolean {
  if (!stored) return false;
  return Object.entries(row).every(([column, value]) => {
    if (column === 'resource_version') return true;
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

/**
 * When the resource last became something else: it settled in another status than before, or has another revision.
 * `status_since` does not tell, for controllers move the time of the condition with every reconciliation.
 */
function settle(
  stored:
    | ({ settled_status: string | null; changed_at: string | null } & Pick<
        ResourceRow,
        'revision'
      >)
    | undefined,
  row: ResourceRow,
  now: string,
): { settled_status: string | null; changed_at: string | null } {
  const { status, revision } = row;
  const before = stored?.settled_status ?? null;
  const isSettled = !PASSING.has(status);
  const settled = { settled_status: isSettled ? status : before };
  // Seen for the first time: it did not change now, it became so when its own status says.
  if (before === null) {
    return { ...settled, changed_at: isSettled ? row.status_since : null };
  }
  const isChanged =
    (isSettled && status !== before) || revision !== stored?.revision;
  return { ...settled, changed_at: isChanged ? now : stored!.changed_at };
}

async function writeRows(
  tx: Knex,
  rows: ResourceRow[],
  now: string,
): Promise<string[]> {
  const size = rowsPerStatement(tx);
  const written: string[] = [];
  for (let start = 0; start < rows.length; start += size) {
    const chunk = rows.slice(start, start + size);
    const stored = await tx('resources').whereIn(
      'id',
      chunk.map(row => row.id),
    );
    const byId = new Map(stored.map(row => [row.id, row]));
    const changed = chunk.filter(row => !isUnchanged(byId.get(row.id), row));
    if (!changed.length) continue;
    await tx('resources')
      .insert(
        changed.map(row => ({
          ...row,
          ...settle(byId.get(row.id), row, now),
          updated_at: now,
        })),
      )
      .onConflict('id')
      .merge();
    written.push(...changed.map(row => row.cluster_id));
  }
  return written;
}

/**
 * Commits changes of any number of kinds in one transaction, and with them how far each kind has come. Answers the
 * ids of the clusters in which a row changed.
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
      for (let start = 0; start < deletes.length; start += 500) {
        const deleted = await tx('resources')
          .whereIn('id', deletes.slice(start, start + 500))
          .delete();
        if (deleted) touched.add(key.clusterId);
      }
      if (resourceVersion !== undefined) {
        await tx('cluster_kinds')
          .where({
            cluster_id: key.clusterId,
            api_group: key.group,
            kind: key.kind,
          })
          .update({
            synced_at: now,
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
