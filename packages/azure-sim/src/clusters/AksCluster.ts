import { createHash } from 'node:crypto';
import type { AksClusterOptions } from '../options';

/** The API server behind a cluster. */
export interface ServedApi {
  url: string;
  caPem: string;
  /** Of the local administrator. */
  admin?: { cert: string; key: string; token?: string };
}

/** One managed cluster, as Resource Manager shows it. */
export class AksCluster {
  readonly options: AksClusterOptions;
  readonly tenantId: string;
  /** Absent when nobody answers at its address. */
  readonly api: ServedApi | undefined;
  power: 'Running' | 'Stopped';
  /** How often its answer changed. */
  #revision = 0;
  readonly #unique: string;

  constructor(
    options: AksClusterOptions,
    context: {
      tenantId: string;
      api?: ServedApi;
      /** How many clusters had this id before: each has names of its own. */
      generation?: number;
    },
  ) {
    this.options = options;
    this.tenantId = context.tenantId;
    this.api = context.api;
    this.power = options.power ?? 'Running';
    this.#unique = createHash('sha256')
      .update(`${this.id}#${context.generation ?? 0}`)
      .digest('hex')
      .slice(0, 8);
  }

  get name(): string {
    return this.options.name;
  }

  get subscriptionId(): string {
    return this.options.subscriptionId;
  }

  get resourceGroup(): string {
    return this.options.resourceGroup ?? 'rg1';
  }

  get entra(): boolean {
    return this.options.entra ?? true;
  }

  /** As `get` writes it; lists write `resourcegroups`. */
  get id(): string {
    return `/subscriptions/${this.subscriptionId}/resourceGroups/${this.resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${this.name}`;
  }

  get fqdn(): string | undefined {
    if (this.options.provisioning === 'Creating') return undefined;
    return (
      this.options.fqdn ??
      `${this.name}-${this.#unique}.hcp.${this.#location}.azmk8s.invalid`
    );
  }

  get privateFqdn(): string | undefined {
    return this.options.private && this.fqdn
      ? `${this.name}-${this.#unique}.${this.#zone}.privatelink.${
          this.#location
        }.azmk8s.invalid`
      : undefined;
  }

  setPower(power: 'Running' | 'Stopped'): void {
    this.power = power;
    this.#revision += 1;
  }

  /** The body of its answers; `list` is the form of lists, which differs in the letter case of two fields. */
  body(form: 'list' | 'get'): Record<string, unknown> {
    const { options } = this;
    const version = options.kubernetesVersion ?? '1.34.2';
    const provisioningState = options.provisioning ?? 'Succeeded';
    const powerState = { code: this.power };
    const privately = options.private !== undefined;
    return {
      id:
        form === 'list'
          ? this.id.replace('/resourceGroups/', '/resourcegroups/')
          : this.id,
      location: this.#location,
      name: this.name,
      ...(options.tags && { tags: options.tags }),
      type: `Microsoft.ContainerService/${
        form === 'list' ? 'ManagedClusters' : 'managedClusters'
      }`,
      sku: { name: 'Base', tier: 'Standard' },
      eTag: `${this.#unique}-${this.#revision}`,
      properties: {
        provisioningState,
        powerState,
        // What was asked for may name only the minor version.
        kubernetesVersion: version.split('.').slice(0, 2).join('.'),
        currentKubernetesVersion: version,
        dnsPrefix: this.name,
        ...(this.fqdn && {
          fqdn: this.fqdn,
          azurePortalFQDN: this.fqdn.replace('.hcp.', '.portal.hcp.'),
        }),
        ...(this.privateFqdn && { privateFQDN: this.privateFqdn }),
        maxAgentPools: 100,
        agentPoolProfiles: [
          {
            name: 'nodepool1',
            count: options.nodes ?? 3,
            vmSize: 'Standard_D4s_v5',
            maxPods: 110,
            type: 'VirtualMachineScaleSets',
            mode: 'System',
            osType: 'Linux',
            provisioningState,
            powerState,
            orchestratorVersion: version,
            currentOrchestratorVersion: version,
          },
        ],
        nodeResourceGroup: `MC_${this.resourceGroup}_${this.name}_${
          this.#location
        }`,
        enableRBAC: true,
        disableLocalAccounts: options.localAccountsDisabled ?? false,
        ...(this.entra && {
          aadProfile: {
            managed: true,
            enableAzureRBAC: options.azureRbac ?? false,
            tenantID: this.tenantId,
          },
        }),
        ...(privately && {
          apiServerAccessProfile: {
            enablePrivateCluster: true,
            enablePrivateClusterPublicFQDN: options.private === 'public-name',
            privateDNSZone: 'system',
          },
        }),
        networkProfile: {
          networkPlugin: 'azure',
          serviceCidr: '10.0.0.0/16',
          dnsServiceIP: '10.0.0.10',
        },
        ...options.properties,
      },
    };
  }

  /** What a kubeconfig names: the address for who asked, and the CA behind it. */
  address(options: {
    /** The name that resolves everywhere was asked for, which counts for private clusters. */
    publicName: boolean;
  }): string {
    const privately =
      this.options.private !== undefined &&
      !(options.publicName && this.options.private === 'public-name');
    if (privately) return `https://${this.privateFqdn}:443`;
    return this.api?.url ?? `https://${this.fqdn}:443`;
  }

  get #location(): string {
    return this.options.location ?? 'westeurope';
  }

  get #zone(): string {
    const hex = createHash('sha256').update(this.id).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(
      13,
      16,
    )}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }
}
