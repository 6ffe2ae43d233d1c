import { SimClock } from '../controllers/runtime/SimClock';
import { SimulatedCluster } from '../fleet/SimulatedCluster';
import { Upstreams } from '../fleet/Upstreams';
import type { ClusterServer } from './ClusterServer';

/** Runs the controllers of Kubernetes and Flux in a cluster, on the wall clock. */
export function runControllers(
  cluster: ClusterServer,
  kubernetesVersion?: string,
): void {
  const clock = new SimClock();
  new SimulatedCluster({
    name: cluster.name,
    fluxVersion: 'v2.9.0',
    kubernetesVersion,
    store: cluster.store,
    clock,
    upstreams: new Upstreams(),
    artifacts: new Map(),
  }).start();
  clock.goLive();
}
