import type {
  AzureCredentialType,
  AzureFilter,
  AzureProblem,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** A connection as it is stored, or as it stands in the configuration. Holds no secret. */
export interface ConnectionRecord {
  /** A UUID, or `config-` and a hash of the name for those of the configuration. */
  id: string;
  name: string;
  origin: 'portal' | 'config';
  /** Name of the cloud. */
  cloud: string;
  tenantId?: string;
  clientId?: string;
  credential: {
    type: AzureCredentialType;
    setAt?: string;
    /**
     * Never known: neither a token nor a refusal says when a secret ends, only `AADSTS7000222` that it has. Reading it
     * from the application would take rights in the directory that a reader of clusters has no other use for.
     */
    expiresAt?: string;
    /** Of a federated credential or a workload identity: the file that holds its assertion. From the configuration only. */
    tokenFile?: string;
  };
  /** Counts up with whatever changes how tokens are fetched, so that every replica makes a new credential. */
  credentialVersion: number;
  subscriptions: 'all' | readonly string[];
  include?: AzureFilter;
  exclude?: AzureFilter;
  objectId?: string;
  status: 'pending' | 'ok' | 'partial' | 'failed';
  problems: readonly AzureProblem[];
  lastSyncAt?: string;
  createdAt: string;
  createdBy?: string;
  updatedAt: string;
}
