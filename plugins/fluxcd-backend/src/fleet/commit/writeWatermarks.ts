import type { Knex } from 'knex';
import { databaseOf } from '../../database/databaseOf';
import type { Changes } from '../Changes';

/** Longest resource version that the column takes; they are opaque, so a longer one is not cut but not kept. */
const MAX_VERSION_LENGTH = 64;

/** Kinds per statement: SQLite allows 500 terms in a compound SELECT. */
const BATCH = 100;

/** Writes down how far each kind has come: that it is current, and where its watch may resume. */
export async function writeWatermarks(
  tx: Knex,
  all: readonly Changes[],
  now: string,
): Promise<void> {
  const marks = new Map<string, Array<string | null>>();
  for (const { key, resourceVersion } of all) {
    if (resourceVersion === undefined) continue;
    const { clusterId, group, kind } = key;
    marks.set(`${clusterId} ${group} ${kind}`, [
      clusterId,
      group,
      kind,
      resourceVersion && resourceVersion.length <= MAX_VERSION_LENGTH
        ? resourceVersion
        : null,
      resourceVersion ? now : null,
    ]);
  }
  const rows = [...marks.values()];
  for (let start = 0; start < rows.length; start += BATCH) {
    await update(tx, rows.slice(start, start + BATCH));
  }
}

/** One statement for many kinds; a kind without a row has none afterwards either. */
async function update(
  tx: Knex,
  rows: Array<Array<string | null>>,
): Promise<void> {
  const names = ['cluster_id', 'api_group', 'kind', 'version', 'synced_at'];
  const first = `SELECT ${names.map(name => `? AS ${name}`)}`;
  const further = ` UNION ALL SELECT ${names.map(() => '?')}`;
  const marks = `(${first}${further.repeat(rows.length - 1)}) r`;
  const isSame =
    'k.cluster_id = r.cluster_id AND k.api_group = r.api_group AND k.kind = r.kind';
  const set =
    'resource_version = r.version, synced_at = COALESCE(r.synced_at, k.synced_at)';
  await tx.raw(
    databaseOf(tx) === 'mysql'
      ? `UPDATE cluster_kinds k JOIN ${marks} ON ${isSame} SET k.${set.replace(
          ', ',
          ', k.',
        )}`
      : `UPDATE cluster_kinds AS k SET ${set} FROM ${marks} WHERE ${isSame}`,
    rows.flat() as Knex.Value[],
  );
}
