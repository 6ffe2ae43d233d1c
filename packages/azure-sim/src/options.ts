import type { KubeObject } from '@internal/kube-sim';

/** A federated credential of an application: whose assertions Entra takes instead of a secret. */
export interface FederatedCredential {
  /** Such as `system:serviceaccount:backstage:backstage`. */
  subject: string;
  /** Defaults to the issuer of {@link AzureSim.assertion}. */
  issuer?: string;
}

/** An application with its service principal. */
export interface ClientOptions {
  clientId: string;
  /** Object id of the service principal: the Kubernetes user. */
  objectId: string;
  /** Client secrets that are valid now; Entra takes any of them. */
  secrets?: string[];
  federated?: FederatedCredential[];
}

export interface ManagedIdentityOptions {
  clientId: string;
  objectId: string;
}

export interface TenantOptions {
  tenantId: string;
  name?: string;
  clients?: ClientOptions[];
  /** What the identity endpoint hands tokens out for; the first one is also the answer to a request without client id. */
  managedIdentities?: ManagedIdentityOptions[];
}

export interface SubscriptionOptions {
  subscriptionId: string;
  name: string;
  /** Defaults to the first tenant. */
  tenantId?: string;
  state?: 'Enabled' | 'Warned' | 'PastDue' | 'Disabled' | 'Deleted';
}

/** A simulated API server of its own, in a child process. */
export interface OwnServer {
  objects?: KubeObject[];
  /** Runs the controllers of Kubernetes and Flux. */
  controllers?: boolean;
}
/** The API server of another cluster of this emulator. */
export interface SharedServer {
  sharedWith: string;
}
/** A server that somebody else runs; it must trust the emulator's {@link AzureSim.tokenIssuer}. */
export interface OtherServer {
  url: string;
  caPem: string;
  /** Of the local administrator. */
  admin?: { cert: string; key: string; token?: string };
}
export type ServerOptions = OwnServer | SharedServer | OtherServer;

export interface AksClusterOptions {
  name: string;
  subscriptionId: string;
  /** Default `rg1`. */
  resourceGroup?: string;
  /** Default `westeurope`. */
  location?: string;
  tags?: Record<string, string>;
  /** Full version, such as `1.34.2`. */
  kubernetesVersion?: string;
  /** Nodes in the one pool; default 3. */
  nodes?: number;
  /** Integrated with Entra ID; default true. */
  entra?: boolean;
  /** Kubernetes rights from Azure roles; default false. The simulated server always uses Kubernetes RBAC. */
  azureRbac?: boolean;
  /** Default false. */
  localAccountsDisabled?: boolean;
  power?: 'Running' | 'Stopped';
  /** Default `Succeeded`; a cluster in `Creating` has no names yet. */
  provisioning?: 'Succeeded' | 'Creating' | 'Updating' | 'Deleting' | 'Failed';
  /** `public-name`: private address, but a name that resolves everywhere; `private-name`: neither. */
  private?: 'public-name' | 'private-name';
  /** Name of the API server, instead of a made-up one. */
  fqdn?: string;
  /** Without one the cluster is listed, and nothing answers at its address. */
  server?: ServerOptions;
  /** Merged over the `properties` of its answers. */
  properties?: Record<string, unknown>;
}

export interface AzureSimOptions {
  tenants: TenantOptions[];
  subscriptions: SubscriptionOptions[];
  clusters?: AksClusterOptions[];
  /** What tokens for Resource Manager are made out to; default that of the public cloud. */
  resourceManagerAudience?: string;
  /** Clusters per page of a list; default 100. */
  pageSize?: number;
  /** Keeps the certificates and the signing keys, so that what was handed out stays valid over restarts. */
  folder?: string;
  /** 0 or absent for any free ports. */
  ports?: { entra?: number; resourceManager?: number; identity?: number };
}
