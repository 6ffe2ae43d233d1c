import type { CaseRun } from '../CaseRun';

/** Ids of the replicas that hold the leases, by cluster id. */
export async function readHolders({
  lab,
}: CaseRun): Promise<Map<string, string | null>> {
  const rows = await lab.knex('cluster_leases').select('cluster_id', 'holder');
  return new Map(rows.map(row => [row.cluster_id, row.holder]));
}
