import type { Knex } from 'knex';
import { clusterId } from './startFleet';

const NOW = '2026-11-20T10:00:00.000Z';

/** Puts clusters into the product's tables, each with a lease that nobody holds. */
export async function registerClusters(
  knex: Knex,
  clusters: number,
): Promise<void> {
  const ids = Array.from({ length: clusters }, (_, i) => clusterId(i));
  await knex('clusters').insert(
    ids.map(id => ({
      id,
      name: id,
      labels: '{}',
      source: 'manual',
      server: `https://${id}.example.com`,
      auth: '{"type":"token"}',
      created_at: NOW,
      updated_at: NOW,
    })),
  );
  await knex('cluster_leases').insert(ids.map(id => ({ cluster_id: id })));
}
