import type { UpdateCluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ActivityStore } from '../activity/ActivityStore';
import type { ClusterService } from '../clusters/ClusterService';
import type { FleetService } from '../fleet/FleetService';
import type { ClusterReader } from '../resources/ClusterReader';
import type { Handlers } from './Handlers';

/** The handlers of the routes about one registered cluster, besides reading and removing it. */
export type ClusterHandlers = Pick<
  Handlers,
  | 'updateCluster'
  | 'replaceCluster'
  | 'replaceCredentials'
  | 'readClusterKubeconfig'
  | 'testCluster'
  | 'listFluxControllers'
  | 'listConnectionEvents'
  | 'refreshCluster'
>;

/** What these routes ask of which service. */
export function createClusterHandlers(services: {
  clusters: ClusterService;
  clusterReader: ClusterReader;
  fleet: Pick<FleetService, 'refresh'>;
  activities: ActivityStore;
}): ClusterHandlers {
  const { clusters, clusterReader, fleet, activities } = services;
  const update = async (
    clusterId: string,
    change: UpdateCluster,
    actor: string,
  ) => {
    const { id, name } = await clusters.get(clusterId);
    await activities.record(
      { actor, action: 'cluster.update', clusterId: id, clusterName: name },
      () => clusters.update(id, change),
    );
    return clusterReader.get(id);
  };
  return {
    async updateCluster({ params, body }, { actor }) {
      return update(params.clusterId, body, actor);
    },
    async replaceCluster({ params, body }, { actor }) {
      return update(params.clusterId, body, actor);
    },
    async replaceCredentials({ params, body }, { actor }) {
      const { id, name } = await clusters.get(params.clusterId);
      return activities.record(
        {
          actor,
          action: 'cluster.credentials',
          clusterId: id,
          clusterName: name,
        },
        () => clusters.replaceCredentials(id, body.credentials),
      );
    },
    async readClusterKubeconfig({ params, body }) {
      await clusters.get(params.clusterId);
      return { contexts: clusters.readKubeconfig(body.kubeconfig) };
    },
    async testCluster({ params }) {
      return clusters.testStored(params.clusterId);
    },
    async listFluxControllers({ params }) {
      return { items: await clusters.fluxControllers(params.clusterId) };
    },
    async listConnectionEvents({ params }) {
      const { id } = await clusters.get(params.clusterId);
      return { items: await clusterReader.connectionEvents(id) };
    },
    async refreshCluster({ params }) {
      const { id } = await clusters.get(params.clusterId);
      await fleet.refresh(id);
      return clusterReader.get(id);
    },
  };
}
