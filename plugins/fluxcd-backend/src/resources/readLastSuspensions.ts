import type { SuspendedResource } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';

/** Action of the activity that a suspension through the portal leaves. */
const SUSPEND = 'resource.suspend';

/**
 * Who last suspended each of these resources through the portal, by resource id. An act that failed or that was
 * followed by a resume tells nothing about the suspension that is seen now, so those resources are absent.
 */
export async function readLastSuspensions(
  knex: Knex,
  resourceIds: readonly string[],
): Promise<Map<string, SuspendedResource['lastSuspension']>> {
  if (!resourceIds.length) return new Map();
  const rows: Array<{
    resource_id: string;
    action: string;
    actor: string;
    at: string;
  }> = await knex('activities')
    .whereIn('resource_id', [...resourceIds])
    .whereIn('action', [SUSPEND, 'resource.resume'])
    .whereNotIn('outcome', NOT_DONE)
    .select('resource_id', 'action', 'actor', 'at')
    .orderBy('at');
  const last = new Map(rows.map(row => [row.resource_id, row]));
  return new Map(
    [...last.values()]
      .filter(row => row.action === SUSPEND)
      .map(row => [row.resource_id, { by: row.actor, at: row.at }]),
  );
}

/** Outcomes that leave a resource as it was. */
const NOT_DONE = ['failed', 'refused', 'unreachable', 'gone', 'interrupted'];
