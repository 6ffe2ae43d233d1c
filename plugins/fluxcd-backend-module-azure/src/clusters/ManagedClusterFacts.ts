import type { ManagedCluster } from '@azure/arm-containerservice';

/** What is read of an AKS cluster, in the words of the SDK, wherever it was listed. */
export type ManagedClusterFacts = Pick<
  ManagedCluster,
  | 'id'
  | 'name'
  | 'location'
  | 'tags'
  | 'eTag'
  | 'resourceUID'
  | 'kubernetesVersion'
  | 'currentKubernetesVersion'
  | 'agentPoolProfiles'
  | 'powerState'
  | 'provisioningState'
  | 'aadProfile'
  | 'disableLocalAccounts'
  | 'apiServerAccessProfile'
  | 'fqdn'
  | 'privateFqdn'
>;
