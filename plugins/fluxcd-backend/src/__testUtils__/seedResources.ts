import {
  type ResourceStatus,
  STATUS_RANK,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import type { StoredResource } from '../database/StoredResource';
import { resourceId } from '../database/resourceId';

const GROUPS: Record<string, string> = {
  Kustomization: 'kustomize.toolkit.fluxcd.io',
  HelmRelease: 'helm.toolkit.fluxcd.io',
  GitRepository: 'source.toolkit.fluxcd.io',
  HelmRepository: 'source.toolkit.fluxcd.io',
  HelmChart: 'source.toolkit.fluxcd.io',
  Alert: 'notification.toolkit.fluxcd.io',
  ResourceSet: 'fluxcd.controlplane.io',
};

const TIME = '2026-11-20T08:00:00.000Z';

/** Writes a cluster's row. */
export async function seedCluster(
  knex: Knex,
  cluster: { id: string; name: string; title?: string },
): Promise<void> {
  await knex('clusters').insert({
    id: cluster.id,
    name: cluster.name,
    title: cluster.title ?? null,
    labels: '{}',
    source: 'manual',
    server: `https://${cluster.name}.example.com`,
    server_hash: cluster.id,
    auth: '{"type":"token"}',
    created_at: TIME,
    updated_at: TIME,
  });
  await knex('cluster_kinds').insert(
    Object.entries(GROUPS).map(([kind, group]) => ({
      cluster_id: cluster.id,
      api_group: group,
      kind,
      version: 'v1',
      state: 'watching',
    })),
  );
}

/** A row as the fleet would write it. */
export function makeResource(
  given: Partial<StoredResource> & { cluster_id: string; name: string },
): StoredResource & { resource_version: string } {
  const kind = given.kind ?? 'Kustomization';
  const namespace = given.namespace ?? 'apps';
  const status: ResourceStatus = given.status ?? 'ready';
  const group = GROUPS[kind];
  return {
    id: resourceId({
      clusterId: given.cluster_id,
      group,
      kind,
      namespace,
      name: given.name,
    }),
    api_group: group,
    version: 'v1',
    kind,
    namespace,
    uid: `uid-${given.name}`,
    resource_version: '1',
    status,
    status_rank: STATUS_RANK[status],
    stalled: false,
    retrying: false,
    suspended: status === 'suspended',
    ready: 'True',
    reason: null,
    message: null,
    revision: null,
    attempted_revision: null,
    source_group: null,
    source_kind: null,
    source_namespace: null,
    source_name: null,
    url: null,
    facts: null,
    suspended_by: null,
    suspended_reason: null,
    suspended_at: null,
    kubernetes_id: null,
    status_since: null,
    last_reconciled_at: null,
    created_at: TIME,
    updated_at: TIME,
    ...given,
  };
}

/** Writes rows, in portions that every database takes. */
export async function seedResources(
  knex: Knex,
  rows: StoredResource[],
): Promise<void> {
  await knex.batchInsert('resources', rows, 25);
}
