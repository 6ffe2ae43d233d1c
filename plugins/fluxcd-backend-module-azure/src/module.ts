import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  azureContract,
  fluxcdAzurePermissions,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  fluxcdClustersExtensionPoint,
  fluxcdRoutesExtensionPoint,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { readClouds } from './clouds/readClouds';
import { ConnectionDirectory } from './connections/ConnectionDirectory';
import { ConnectionService } from './connections/ConnectionService';
import { ConnectionStateStore } from './connections/ConnectionStateStore';
import { ConnectionStore } from './connections/ConnectionStore';
import { ConnectionTester } from './connections/ConnectionTester';
import { DeferredStorage } from './connections/DeferredStorage';
import { readConnections } from './connections/readConnections';
import { AzureCredentialStrategy } from './credentials/AzureCredentialStrategy';
import { CredentialPool } from './credentials/CredentialPool';
import { applyMigrations } from './database/applyMigrations';
import { createAzureHandlers } from './http/createAzureHandlers';
import { AksClusterStore } from './sync/AksClusterStore';
import { AzureClusterSource } from './sync/AzureClusterSource';
import { readSyncSettings } from './sync/readSyncSettings';

/**
 * AKS clusters that register themselves, and tokens of Entra ID to read them with.
 * @public
 */
export const fluxcdModuleAzure = createBackendModule({
  pluginId: 'fluxcd',
  moduleId: 'azure',
  register(env) {
    env.registerInit({
      deps: {
        clusters: fluxcdClustersExtensionPoint,
        routes: fluxcdRoutesExtensionPoint,
        config: coreServices.rootConfig,
        database: coreServices.database,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ clusters, routes, config, database, logger, scheduler }) {
        const clouds = readClouds(config);
        const settings = readSyncSettings(config);
        const configured = readConnections(config, clouds);
        const knex = await applyMigrations(database);

        const secrets = new DeferredStorage();
        const connectionStore = new ConnectionStore({ knex });
        const states = new ConnectionStateStore({ knex });
        const directory = new ConnectionDirectory({
          configured,
          store: connectionStore,
          states,
          secrets,
        });
        const pool = new CredentialPool({ clouds, directory });
        const source = new AzureClusterSource({
          store: new AksClusterStore({ knex }),
          directory,
          pool,
          secrets,
          settings,
          scheduler,
          logger,
        });
        const connections = new ConnectionService({
          clouds,
          store: connectionStore,
          states,
          directory,
          secrets,
          facts: () => source.runner.facts(),
          onChange: id => pool.forget(id),
          onDelete: ({ id }) => source.runner.removeClusters(id),
          logger,
        });

        clusters.addClusterSource(source);
        clusters.addCredentialStrategy(new AzureCredentialStrategy({ pool }));
        routes.addRoutes({
          routes: azureContract,
          permissions: fluxcdAzurePermissions,
          handlers: createAzureHandlers({
            clouds,
            settings,
            connections,
            tester: new ConnectionTester({
              pool,
              connections,
              testCluster: id => source.runner.testCluster(id),
            }),
            runner: () => source.runner,
          }),
        });
      },
    });
  },
});
