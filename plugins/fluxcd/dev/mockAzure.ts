import type {
  AksCluster,
  AksClusterList,
  AzureConnection,
  AzureConnectionList,
  AzureTest,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

const ago = (seconds: number) =>
  new Date(Date.now() - seconds * 1000).toISOString();

const PRODUCTION = '0f6b2c1d-7e8a-4b9c-a0d1-e2f3a4b5c601';
const DEVELOPMENT = '0f6b2c1d-7e8a-4b9c-a0d1-e2f3a4b5c602';
const CLIENT = 'd7e8f9a0-1b2c-4d3e-9f4a-5b6c7d8e9f01';

/** A connection in order; the others differ from it. */
export const mockConnection: AzureConnection = {
  id: 'az-production',
  name: 'Production',
  origin: 'portal',
  cloud: 'public',
  tenantId: 'c3a1f0b2-5d4e-4c6f-8a7b-9e0d1c2b3a45',
  clientId: CLIENT,
  credential: {
    type: 'client-secret',
    setAt: ago(86_400 * 12),
    readable: true,
  },
  objectId: '5e0b7a4c-30c1-4f0e-9d5e-6b1f8a2c7d10',
  subscriptions: [PRODUCTION],
  exclude: { names: ['sandbox-*'], tags: { 'flux-orchestrator': 'ignore' } },
  clusterCount: 3,
  missingCount: 0,
  status: 'ok',
  problems: [],
  lastSyncAt: ago(240),
  nextSyncAt: ago(-660),
  createdAt: ago(86_400 * 12),
  createdBy: 'user:default/ana',
  updatedAt: ago(240),
};

/** One in order, one of app-config that could be read in part, and one whose secret has expired. */
export const mockConnections: AzureConnectionList = {
  items: [
    mockConnection,
    {
      ...mockConnection,
      id: 'az-platform',
      name: 'Platform',
      origin: 'config',
      tenantId: undefined,
      clientId: undefined,
      credential: { type: 'workload-identity', readable: true },
      subscriptions: 'all',
      exclude: undefined,
      clusterCount: 14,
      missingCount: 1,
      status: 'partial',
      problems: [
        {
          code: 'AuthorizationFailed',
          message: `The identity may not list the clusters of the subscription ${DEVELOPMENT}.`,
          remedy:
            'Assign the role "Reader" to it. That takes up to some minutes to have effect.',
          command: `az role assignment create --assignee ${CLIENT} --role "Reader" --scope /subscriptions/${DEVELOPMENT}`,
          subscriptionId: DEVELOPMENT,
        },
      ],
    },
    {
      ...mockConnection,
      id: 'az-labs',
      name: 'Labs',
      credential: {
        type: 'client-secret',
        setAt: ago(86_400 * 370),
        expiresAt: ago(86_400 * 5),
        readable: true,
      },
      objectId: undefined,
      subscriptions: [DEVELOPMENT],
      clusterCount: 2,
      status: 'failed',
      problems: [
        {
          code: 'AADSTS7000222',
          message: 'The client secret has expired.',
          remedy: 'Make another one and enter it here.',
          command: `az ad app credential reset --id ${CLIENT} --append`,
        },
      ],
    },
  ],
  clouds: [
    { name: 'public', title: 'Azure' },
    { name: 'usgovernment', title: 'Azure US Government' },
  ],
  syncMinutes: 15,
  retireAfter: 3,
};

/** What a test finds where all but one role is there. */
export const mockTest: AzureTest = {
  ok: false,
  objectId: mockConnection.objectId,
  steps: [
    {
      step: 'arm-token',
      state: 'passed',
      message: 'Entra ID signs the identity in.',
    },
    {
      step: 'subscription',
      subject: 'Northwind Production',
      state: 'passed',
      message: 'It can be read.',
    },
    {
      step: 'list',
      subject: 'Northwind Production',
      state: 'passed',
      message: '3 clusters.',
    },
    {
      step: 'aks-token',
      state: 'passed',
      message: 'Entra ID gives tokens for AKS.',
    },
    {
      step: 'cluster',
      subject: 'aks-shop-weu',
      state: 'failed',
      code: 'AuthorizationFailed',
      message: 'The identity may not fetch the address of aks-shop-weu.',
      remedy:
        'Assign the role "Azure Kubernetes Service Cluster User Role" to it.',
      command: `az role assignment create --assignee ${CLIENT} --role "Azure Kubernetes Service Cluster User Role" --scope /subscriptions/${PRODUCTION}`,
    },
  ],
};

const aks = (name: string, change: Partial<AksCluster> = {}): AksCluster => ({
  armId: `/subscriptions/${PRODUCTION}/resourcegroups/rg-${name}/providers/microsoft.containerservice/managedclusters/${name}`,
  name,
  subscriptionId: PRODUCTION,
  resourceGroup: `rg-${name}`,
  location: 'westeurope',
  kubernetesVersion: '1.35.4',
  nodeCount: 6,
  power: 'running',
  provisioningState: 'Succeeded',
  entra: true,
  private: false,
  tags: { environment: 'production' },
  portalUrl: `https://portal.azure.com/#resource/${name}`,
  verdict: 'import',
  ...change,
});

/** A list of which a part could not be read. */
export const mockAksClusters: AksClusterList = {
  complete: false,
  problems: mockConnections.items[1].problems,
  items: [
    aks('shop', { clusterId: 'c-eu', verdict: 'update' }),
    aks('payments', { private: true, nodeCount: 4 }),
    aks('legacy', { entra: false }),
    aks('sandbox-7', {
      verdict: 'excluded',
      reason: 'A filter leaves it out.',
    }),
    aks('loadtest', {
      power: 'stopped',
      verdict: 'not-ready',
      reason: 'It is stopped; it is imported once it runs.',
    }),
  ],
};
