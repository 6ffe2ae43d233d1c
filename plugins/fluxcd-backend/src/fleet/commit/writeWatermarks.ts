import type { Knex } from 'knex';
import type { Changes } from '../Changes';

/** Longest resource version that the column takes; they are opaque, so a longer one is not cut but not kept. */
const MAX_VERSION_LENGTH = 64;

/** Writes down how far each kind has come: that it is current, and where its watch may resume. */
export async function writeWatermarks(
  tx: Knex,
  all: readonly Changes[],
  now: string,
): Promise<void> {
  for (const { key, resourceVersion } of all) {
    if (resourceVersion === undefined) continue;
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
