import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { fluxcdPermissions } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  type ClusterSource,
  type CredentialStrategy,
  fluxcdClustersExtensionPoint,
  fluxcdRoutesExtensionPoint,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { ActivityReader } from './activity/ActivityReader';
import { ActivityStore } from './activity/ActivityStore';
import { createClusters } from './clusters/createClusters';
import { applyMigrations } from './database/applyMigrations';
import { ConnectionStore } from './fleet/ConnectionStore';
import { FleetService } from './fleet/FleetService';
import { IngestThread } from './fleet/ingest/IngestThread';
import { FleetFollower } from './fleet/index/FleetFollower';
import { HistoryReader } from './history/HistoryReader';
import { createClusterHandlers } from './http/createClusterHandlers';
import { createHandlers } from './http/createHandlers';
import { createReportHandlers } from './http/createReportHandlers';
import { createRouter } from './http/createRouter';
import { RouteTable } from './http/RouteTable';
import { createWorkloadHandlers } from './http/createWorkloadHandlers';
import { OperationService } from './operations/OperationService';
import { OperationStore } from './operations/OperationStore';
import { SourceSyncs } from './operations/SourceSyncs';
import { PermissionGate } from './permissions/PermissionGate';
import { ClusterReader } from './resources/ClusterReader';
import { FleetReader } from './resources/FleetReader';
import { InventoryReader } from './resources/InventoryReader';
import { ManagedObjectReader } from './resources/ManagedObjectReader';
import { ResourceService } from './resources/ResourceService';
import { ResourceStore } from './resources/ResourceStore';
import { ResourceTreeReader } from './resources/ResourceTreeReader';
import { SummaryService } from './resources/SummaryService';
import { readRetention } from './retention/readRetention';
import { RecordCleaner } from './retention/RecordCleaner';
import { scheduleCleaning } from './retention/scheduleCleaning';
import { SettingsReader } from './settings/SettingsReader';
import { WorkloadService } from './workloads/WorkloadService';

/**
 * Sees and steers Flux CD in all Kubernetes clusters.
 * @public
 */
export const fluxcdPlugin = createBackendPlugin({
  pluginId: 'fluxcd',
  register(env) {
    const sources = new Map<string, ClusterSource>();
    const strategies = new Map<string, CredentialStrategy>();
    env.registerExtensionPoint(fluxcdClustersExtensionPoint, {
      addClusterSource(source) {
        if (sources.has(source.id)) {
          throw new Error(`The cluster source "${source.id}" was added twice`);
        }
        sources.set(source.id, source);
      },
      addCredentialStrategy(strategy) {
        if (strategies.has(strategy.type)) {
          throw new Error(
            `The credential strategy "${strategy.type}" was added twice`,
          );
        }
        strategies.set(strategy.type, strategy);
      },
    });

    const table = new RouteTable();
    env.registerExtensionPoint(fluxcdRoutesExtensionPoint, {
      addRoutes: added => table.add(added),
    });

    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
      },
      async init(deps) {
        const { config, lifecycle, logger, signals } = deps;
        const retention = readRetention(config);
        const knex = await applyMigrations(deps.database);
        const activities = new ActivityStore({ knex });
        const operationStore = new OperationStore({ knex, activities });
        const sourceSyncs = new SourceSyncs({ store: operationStore, logger });
        const connections = new ConnectionStore({ knex });
        const clusters = createClusters({
          config,
          knex,
          logger,
          sources: [...sources.values()],
          strategies: [...strategies.values()],
          readReasons: () => connections.reasons(),
          operationsOf: source => sourceSyncs.of(source),
        });
        const { connector } = clusters;
        const follower = new FleetFollower({ knex, logger });
        const fleet = FleetService.create({
          knex,
          connector,
          listClusters: () => clusters.service.list(),
          syncOf: clusterId => clusters.sync.get(clusterId),
          allSync: () => clusters.sync.all(),
          stopOf: clusterId => clusters.service.stopOf(clusterId),
          isCurrent: clusterId => connector.isCurrent(clusterId),
          logger,
          signals,
          ingest: IngestThread.shared,
          onCommit: change => follower.apply(change),
        });

        const store = new ResourceStore({ knex });
        const operations = new OperationService({
          store: operationStore,
          resources: store,
          connector,
          logger,
        });

        const fleetReader = new FleetReader({ fleet: follower });
        const clusterReader = new ClusterReader({
          clusters: clusters.service,
          connections,
          fleet: fleetReader,
          sync: clusters.sync,
        });

        const inventories = new InventoryReader({ store, connector });

        await scheduleCleaning({
          scheduler: deps.scheduler,
          cleaner: new RecordCleaner({ knex, retention }),
          logger,
        });

        deps.permissionsRegistry.addPermissions([
          ...fluxcdPermissions,
          ...table.permissions,
        ]);
        deps.httpRouter.use(
          createRouter({
            handlers: createHandlers({
              clusters: clusters.service,
              clusterReader,
              fleetReader,
              resources: new ResourceService({ store, connector, connections }),
              operations,
              activities,
              settings: new SettingsReader({
                config,
                sync: clusters.sync,
                retention,
                vault: clusters.vault,
                sourceIds: clusters.sourceIds,
                logger,
              }),
              clusterHandlers: createClusterHandlers({
                clusters: clusters.service,
                clusterReader,
                fleet,
                activities,
              }),
              workloadHandlers: createWorkloadHandlers({
                trees: new ResourceTreeReader({ inventories, store }),
                workloads: new WorkloadService({ inventories, activities }),
              }),
              reports: createReportHandlers({
                summary: new SummaryService({ fleet: follower }),
                activityReader: new ActivityReader({ knex }),
                historyReader: new HistoryReader({ knex }),
                managedReader: new ManagedObjectReader({ knex }),
                clusterReader,
                fleetReader,
              }),
            }),
            moduleRoutes: table.routes,
            httpAuth: deps.httpAuth,
            gate: new PermissionGate({ permissions: deps.permissions, config }),
            auditor: deps.auditor,
            logger,
          }),
        );

        follower.onRead(clusterId => fleet.announce(clusterId));
        fleet.onChange(({ type }) => {
          if (type === 'clusters-changed') follower.wake();
        });
        clusters.service.onChange(({ type, clusterId }) => {
          follower.wake();
          if (type === 'described') {
            fleet.describe();
            return;
          }
          const done =
            type === 'deleted'
              ? fleet.remove(clusterId)
              : fleet.apply(clusterId);
          done.catch(error =>
            logger.warn(
              `Watching cluster ${clusterId} did not ${
                type === 'deleted' ? 'end' : 'begin'
              } cleanly: ${stringifyError(error)}`,
            ),
          );
        });
        lifecycle.addStartupHook(async () => {
          follower.start();
          await operations.start();
          await clusters.start();
          await fleet.start();
        });
        lifecycle.addShutdownHook(async () => {
          await sourceSyncs.stop();
          await operations.stop();
          await fleet.stop();
          await clusters.stop();
          await follower.stop();
        });
      },
    });
  },
});
