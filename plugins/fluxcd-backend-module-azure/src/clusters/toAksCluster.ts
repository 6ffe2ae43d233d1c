import type { AksCluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { AksRow } from './AksRow';
import type { ClusterVerdict } from './judgeCluster';
import { portalLink } from './portalLink';

/** The cluster as people see it. `clusterId`: its id in the portal when it is imported. */
export function toAksCluster(
  row: AksRow,
  judged: ClusterVerdict,
  options: { portalUrl: string; tenantId?: string; clusterId?: string },
): AksCluster {
  const { clusterId } = options;
  return {
    armId: row.armId,
    name: row.name,
    subscriptionId: row.subscriptionId,
    resourceGroup: row.resourceGroup,
    location: row.location,
    kubernetesVersion: row.kubernetesVersion,
    nodeCount: row.nodeCount,
    power: row.power,
    provisioningState: row.provisioningState,
    entra: row.entra !== 'none',
    private: row.private,
    tags: row.tags,
    portalUrl: portalLink(row.armId, options),
    clusterId,
    verdict:
      judged.verdict === 'import' && clusterId ? 'update' : judged.verdict,
    reason: judged.reason,
  };
}
