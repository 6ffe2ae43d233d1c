import { NotFoundError } from '@backstage/errors';
import type {
  AzureContract,
  FluxcdApi,
  Operation,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  mockAksClusters,
  mockConnection,
  mockConnections,
  mockTest,
} from './mockAzure';

const wait = (ms: number) => new Promise(done => setTimeout(done, ms));

/** The part of the mock API that the Azure module would serve. */
export function createMockAzureApi(
  /** Takes an operation that was begun. */
  begun: (operation: Operation) => void = () => {},
): Pick<FluxcdApi, keyof AzureContract> {
  let { items } = mockConnections;
  const find = (id: string) => {
    const found = items.find(connection => connection.id === id);
    if (!found) throw new NotFoundError('No such connection');
    return found;
  };
  return {
    async listAzureConnections() {
      await wait(200);
      return { ...mockConnections, items };
    },
    async createAzureConnection({ body }) {
      await wait(600);
      const { clientSecret: _, ...given } = body;
      const created = {
        ...mockConnection,
        ...given,
        id: `az-${items.length}`,
        cloud: given.cloud ?? 'public',
        status: 'pending' as const,
        clusterCount: 0,
        lastSyncAt: undefined,
        objectId: undefined,
      };
      items = [...items, created];
      return created;
    },
    async testNewAzureConnection() {
      await wait(900);
      return mockTest;
    },
    async getAzureConnection({ params }) {
      return find(params.subscriptionId);
    },
    async updateAzureConnection({ params, body }) {
      await wait(600);
      const { clientSecret: _, include, exclude, ...given } = body;
      const changed = {
        ...find(params.subscriptionId),
        ...given,
        ...(include !== undefined && { include: include ?? undefined }),
        ...(exclude !== undefined && { exclude: exclude ?? undefined }),
      };
      items = items.map(item => (item.id === changed.id ? changed : item));
      return changed;
    },
    async deleteAzureConnection({ params }) {
      await wait(600);
      items = items.filter(item => item.id !== params.subscriptionId);
    },
    async testAzureConnection() {
      await wait(900);
      return mockTest;
    },
    async discoverAksClusters() {
      await wait(900);
      return mockAksClusters;
    },
    async syncAzureConnection({ params }) {
      const { id, name } = find(params.subscriptionId);
      const operation: Operation = {
        id: `op-${id}-${Date.now()}`,
        type: 'source-sync',
        withSource: false,
        state: 'running',
        requestedBy: 'user:default/guest',
        createdAt: new Date().toISOString(),
        targets: [
          {
            resourceId: '',
            clusterId: '',
            clusterName: '',
            kind: 'ClusterSource',
            namespace: 'azure-aks',
            name,
            state: 'running',
            steps: mockAksClusters.items.map(cluster => ({
              kind: 'ManagedCluster',
              namespace: cluster.resourceGroup,
              name: cluster.name,
              state: 'running',
            })),
          },
        ],
      };
      begun(operation);
      return operation;
    },
  };
}
