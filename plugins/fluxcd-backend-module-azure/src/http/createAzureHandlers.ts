import type { AzureContract } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { RouteHandlers } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { AzureCloud } from '../clouds/AzureCloud';
import type { ConnectionService } from '../connections/ConnectionService';
import type { ConnectionTester } from '../connections/ConnectionTester';
import type { SyncRunner } from '../sync/SyncRunner';
import type { SyncSettings } from '../sync/SyncSettings';

/** What the routes of Azure ask of which service. */
export function createAzureHandlers(services: {
  clouds: readonly AzureCloud[];
  settings: SyncSettings;
  connections: ConnectionService;
  tester: ConnectionTester;
  /** Fails with ServiceUnavailableError until the plugin has started. */
  runner: () => SyncRunner;
}): RouteHandlers<AzureContract> {
  const { clouds, settings, connections, tester, runner } = services;
  return {
    async listAzureConnections() {
      return {
        items: await connections.list(),
        clouds: clouds.map(({ name, title }) => ({ name, title })),
        syncMinutes: settings.syncMinutes,
        retireAfter: settings.retireAfter,
      };
    },
    async createAzureConnection({ body }, { actor }) {
      return connections.create(body, { actor });
    },
    async testNewAzureConnection({ body }, { actor, signal }) {
      return tester.testNew(body, { actor, signal });
    },
    async getAzureConnection({ params }) {
      return connections.get(params.subscriptionId);
    },
    async updateAzureConnection({ params, body }) {
      return connections.update(params.subscriptionId, body);
    },
    async deleteAzureConnection({ params }) {
      await connections.delete(params.subscriptionId);
    },
    async testAzureConnection({ params }, { signal }) {
      return tester.testStored(params.subscriptionId, signal);
    },
    async discoverAksClusters({ params }, { signal }) {
      return runner().discover(params.subscriptionId, signal);
    },
    async syncAzureConnection({ params }, { actor }) {
      return runner().begin(params.subscriptionId, actor);
    },
  };
}
