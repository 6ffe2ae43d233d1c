/** An AKS cluster as Azure lists it, the same wherever it was listed. */
export interface AksRow {
  /** Resource id in lower case: Azure does not keep to one spelling. */
  armId: string;
  name: string;
  subscriptionId: string;
  /** As Azure spells it. */
  resourceGroup: string;
  location: string;
  tags: Record<string, string>;
  kubernetesVersion?: string;
  nodeCount: number;
  power: 'running' | 'stopped' | 'unknown';
  /** As Azure says it: `Succeeded`, `Creating`, … */
  provisioningState?: string;
  /** `legacy`: by applications of one's own, which AKS gave up; the audience of their tokens cannot be told. */
  entra: 'managed' | 'legacy' | 'none';
  /** Tenant whose tokens the cluster trusts, when it says so. */
  tenantId?: string;
  /** Has accounts of its own beside Entra, so that a client certificate can be had. */
  localAccounts: boolean;
  private: boolean;
  /** A private cluster whose name can be looked up from everywhere. */
  publicFqdn: boolean;
  fqdn?: string;
  privateFqdn?: string;
  eTag?: string;
  /** Tells a cluster from one that was deleted and made again under the same name. */
  uid?: string;
}
