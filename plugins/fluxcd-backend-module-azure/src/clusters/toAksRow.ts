import type { AksRow } from './AksRow';
import type { ManagedClusterFacts } from './ManagedClusterFacts';
import { parseArmId } from './parseArmId';

/** Undefined when it is no AKS cluster. */
export function toAksRow(cluster: ManagedClusterFacts): AksRow | undefined {
  const parts = parseArmId(cluster.id ?? '');
  if (!parts) return undefined;
  const { aadProfile, apiServerAccessProfile: access } = cluster;
  return {
    armId: cluster.id!.toLowerCase(),
    name: cluster.name ?? parts.name,
    subscriptionId: parts.subscriptionId,
    resourceGroup: parts.resourceGroup,
    location: cluster.location ?? '',
    tags: readTags(cluster.tags),
    // The version that was asked for may be "1.34" only.
    kubernetesVersion:
      cluster.currentKubernetesVersion ?? cluster.kubernetesVersion,
    nodeCount: (cluster.agentPoolProfiles ?? []).reduce(
      (sum, pool) => sum + (pool.count ?? 0),
      0,
    ),
    power: readPower(cluster.powerState?.code),
    provisioningState: cluster.provisioningState,
    entra: readEntra(aadProfile),
    tenantId: aadProfile?.tenantID?.toLowerCase(),
    localAccounts: cluster.disableLocalAccounts !== true,
    private: access?.enablePrivateCluster === true,
    publicFqdn: access?.enablePrivateClusterPublicFqdn === true,
    fqdn: cluster.fqdn || undefined,
    privateFqdn: cluster.privateFqdn || undefined,
    eTag: cluster.eTag,
    uid: cluster.resourceUID,
  };
}

/** The SDK hands on what came: one tag without a text must not fail a whole sync. */
function readTags(tags: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags ?? {}).filter(
      (tag): tag is [string, string] => typeof tag[1] === 'string',
    ),
  );
}

function readPower(code: string | undefined): AksRow['power'] {
  if (code === 'Running') return 'running';
  return code === 'Stopped' ? 'stopped' : 'unknown';
}

function readEntra(
  profile: ManagedClusterFacts['aadProfile'],
): AksRow['entra'] {
  if (!profile) return 'none';
  return profile.managed !== true && profile.serverAppID ? 'legacy' : 'managed';
}
