import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** What people call a cluster. */
export function clusterTitle(cluster: Pick<Cluster, 'name' | 'title'>): string {
  return cluster.title || cluster.name;
}
