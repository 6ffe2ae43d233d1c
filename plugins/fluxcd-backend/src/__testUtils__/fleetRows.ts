import type { Knex } from 'knex';
import type { ResourceRow } from '../database/ResourceRow';
import { resourceId } from '../database/resourceId';
import { rowDigest } from '../fleet/rowDigest';

const NOW = '2026-11-20T12:00:00.000Z';

/** A row as projection makes it. */
export function resourceRow(overrides: Partial<ResourceRow> = {}): ResourceRow {
  const row = {
    cluster_id: 'c1',
    api_group: 'kustomize.toolkit.fluxcd.io',
    kind: 'Kustomization',
    namespace: 'flux-system',
    name: 'apps',
    ...overrides,
  };
  const { id, ...columns }: Omit<ResourceRow, 'row_digest'> = {
    id: resourceId({
      clusterId: row.cluster_id,
      group: row.api_group,
      kind: row.kind,
      namespace: row.namespace,
      name: row.name,
    }),
    version: 'v1',
    uid: `uid-${row.name}`,
    resource_version: '1',
    status: 'ready',
    status_rank: 6,
    stalled: false,
    retrying: false,
    suspended: false,
    ready: 'True',
    reason: 'ReconciliationSucceeded',
    message: 'Applied revision: main@sha1:abc',
    revision: 'main@sha1:abc',
    attempted_revision: null,
    source_group: 'source.toolkit.fluxcd.io',
    source_kind: 'GitRepository',
    source_namespace: 'flux-system',
    source_name: 'fleet',
    url: null,
    facts: null,
    suspended_by: null,
    suspended_reason: null,
    suspended_at: null,
    kubernetes_id: null,
    status_since: NOW,
    last_reconciled_at: null,
    created_at: NOW,
    ...row,
  };
  const row_digest = rowDigest(columns, {
    handledRequest: undefined,
    runs: columns.runs?.map(run => run.id) ?? [],
  });
  return { id, row_digest, ...columns, ...overrides };
}

/** Registers a cluster, without a credential; its lease is nobody's, with fence 0. */
export async function insertCluster(knex: Knex, id: string): Promise<void> {
  await knex('clusters').insert({
    id,
    name: id,
    labels: '{}',
    source: 'manual',
    server: `https://${id}.example.com`,
    auth: '{"type":"token"}',
    created_at: NOW,
    updated_at: NOW,
  });
  await knex('cluster_leases').insert({ cluster_id: id });
}
