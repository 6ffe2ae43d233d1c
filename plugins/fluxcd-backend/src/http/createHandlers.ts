import type { ActivityStore } from '../activity/ActivityStore';
import type { ClusterService } from '../clusters/ClusterService';
import type { OperationService } from '../operations/OperationService';
import type { ClusterReader } from '../resources/ClusterReader';
import type { FleetReader } from '../resources/FleetReader';
import type { ResourceService } from '../resources/ResourceService';
import type { SettingsReader } from '../settings/SettingsReader';
import type { ClusterHandlers } from './createClusterHandlers';
import type { ReportHandlers } from './createReportHandlers';
import type { WorkloadHandlers } from './createWorkloadHandlers';
import type { Handlers } from './Handlers';

/** What each route of the contract asks of which service. */
export function createHandlers(services: {
  clusters: ClusterService;
  clusterReader: ClusterReader;
  resources: ResourceService;
  fleetReader: Pick<FleetReader, 'list'>;
  operations: OperationService;
  activities: ActivityStore;
  settings: Pick<SettingsReader, 'get'>;
  reports: ReportHandlers;
  workloadHandlers: WorkloadHandlers;
  clusterHandlers: ClusterHandlers;
}): Handlers {
  const {
    clusters,
    clusterReader,
    resources,
    fleetReader,
    operations,
    activities,
  } = services;
  return {
    ...services.reports,
    ...services.workloadHandlers,
    ...services.clusterHandlers,
    async listClusters() {
      return { items: await clusterReader.list() };
    },
    async createCluster({ body }, { actor }) {
      const { cluster } = await activities.record(
        { actor, action: 'cluster.create', clusterName: body.name },
        () => clusters.create(body, { actor }),
        created => ({ clusterId: created.cluster.id }),
      );
      return clusterReader.get(cluster.id);
    },
    async testConnection({ body }) {
      return clusters.testConnection(body.credentials);
    },
    async readKubeconfig({ body }) {
      return { contexts: clusters.readKubeconfig(body.kubeconfig) };
    },
    async getCluster({ params }) {
      return clusterReader.get(params.clusterId);
    },
    async deleteCluster({ params }, { actor }) {
      const { id, name } = await clusters.get(params.clusterId);
      await activities.record(
        { actor, action: 'cluster.delete', clusterId: id, clusterName: name },
        () => clusters.delete(id),
      );
    },
    async syncCluster({ params }, { actor }) {
      const { id } = await clusters.get(params.clusterId);
      return operations.create({ type: 'sync', clusterId: id }, { actor });
    },
    async listResources({ query }) {
      return fleetReader.list(query);
    },
    async listClusterResources({ params, query }) {
      const { id } = await clusters.get(params.clusterId);
      // A facet ignores its own filter, which would count the other clusters here: they are not to be seen.
      return fleetReader.list({ ...query, cluster: [id] }, [
        { clusters: [id] },
      ]);
    },
    async getResource({ params }) {
      return resources.detail(params.resourceId);
    },
    async listResourceEvents({ params }) {
      return { items: await resources.events(params.resourceId) };
    },
    async createOperation({ body }, { actor }) {
      return operations.create(body, { actor });
    },
    async reconcileResources({ body }, { actor }) {
      return operations.create(body, { actor });
    },
    async getOperation({ params, query }) {
      return operations.get(params.operationId, query);
    },
    async getSettings() {
      return services.settings.get();
    },
  };
}
