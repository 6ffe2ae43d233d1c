import {
  type ResourceStatus,
  STATUS_RANK,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { resourceId } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/database/resourceId';
import type { IndexedResource } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/fleet/index/RowColumns';
import { clusterId } from '../ours/startFleet';
import { recently, someIdentity } from './parts';
import type { Random } from './Random';

/** Clusters that rows are spread over. */
export const ROW_CLUSTERS = 100;
/** Namespaces of each cluster that rows are spread over. */
const NAMESPACES = 60;
const SOURCE = 'source.toolkit.fluxcd.io';

const READY: Partial<Record<ResourceStatus, 'False' | 'Unknown'>> = {
  failed: 'False',
  progressing: 'Unknown',
};

function someStatus(random: Random): ResourceStatus {
  const x = random.next();
  if (x < 0.02) return 'suspended';
  if (x < 0.9) return 'ready';
  return x < 0.96 ? 'failed' : 'progressing';
}

/** Times are stored with milliseconds. */
function someTime(random: Random, hours: number): string {
  return recently(random, hours).replace('Z', '.000Z');
}

/**
 * A row as projection makes it of the objects of `makeMixed`, without making those first: half of them Kustomizations, a
 * quarter HelmReleases, a quarter sources; each with a revision and a name of its own, which is the worst that a
 * dictionary can meet.
 */
export function makeRow(random: Random, index: number): IndexedResource {
  const { team, app, name } = someIdentity(random, index);
  const namespace = `apps-${random.below(NAMESPACES)}`;
  const cluster = clusterId(index % ROW_CLUSTERS);
  const status = someStatus(random);
  const sha = `main@sha1:${random.hex(40)}`;
  const kinds = {
    Kustomization: {
      api_group: 'kustomize.toolkit.fluxcd.io',
      version: 'v1',
      revision: sha,
      applied: `Applied revision: ${sha}`,
      reason: 'ReconciliationSucceeded',
      source_kind: 'GitRepository',
      source_name: `${team}-config`,
      url: null,
      facts: JSON.stringify({
        path: `./apps/${team}/${app}/overlays/production`,
      }),
    },
    HelmRelease: {
      api_group: 'helm.toolkit.fluxcd.io',
      version: 'v2',
      revision: `6.7.${random.below(10)}`,
      applied: `Helm upgrade succeeded for release ${namespace}/${name}.v7 with chart ${app}@6.7.0`,
      reason: 'UpgradeSucceeded',
      source_kind: 'HelmRepository',
      source_name: `${team}-charts`,
      url: null,
      facts: JSON.stringify({
        chart: app,
        chartVersion: '6.x',
        targetNamespace: namespace,
      }),
    },
    GitRepository: {
      api_group: SOURCE,
      version: 'v1',
      revision: sha,
      applied: `stored artifact for revision '${sha}'`,
      reason: 'Succeeded',
      source_kind: null,
      source_name: null,
      url: `ssh://git.example.com/${team}/${name}.git`,
      facts: JSON.stringify({ branch: 'main' }),
    },
  };
  const kind = (
    ['Kustomization', 'Kustomization', 'HelmRelease', 'GitRepository'] as const
  )[random.below(4)];
  const { applied, reason, ...own } = kinds[kind];
  const says = {
    failed: [
      'ReconciliationFailed',
      `Deployment/${namespace}/${name}-0 dry-run failed (Forbidden): deployments.apps "${name}-0" is forbidden: User "system:serviceaccount:${namespace}:reconciler" cannot patch resource "deployments" in API group "apps"`,
    ],
    progressing: [
      'Progressing',
      `Building manifests for revision ${sha} with a timeout of 4m30s`,
    ],
  }[status as string] ?? [reason, applied];
  const since = someTime(random, 24);
  return {
    id: resourceId({
      clusterId: cluster,
      group: own.api_group,
      kind,
      namespace,
      name,
    }),
    cluster_id: cluster,
    kind,
    namespace,
    name,
    uid: random.uuid(),
    status,
    status_rank: STATUS_RANK[status],
    stalled: false,
    retrying: false,
    suspended: status === 'suspended',
    ready: READY[status] ?? 'True',
    reason: says[0],
    message: says[1],
    attempted_revision: status === 'failed' ? own.revision : null,
    source_group: own.source_kind && SOURCE,
    source_namespace: own.source_kind && 'flux-system',
    kubernetes_id: null,
    suspended_by: null,
    suspended_reason: null,
    suspended_at: null,
    status_since: since,
    changed_at: since,
    last_reconciled_at: someTime(random, 0.4),
    created_at: someTime(random, 24 * 90),
    // The clock of the backend, which tells milliseconds.
    updated_at: since.replace('.000Z', '.417Z'),
    ...own,
  };
}
