import {
  FLUX_KINDS,
  type FluxcdApi,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { SimCluster } from '@internal/kube-sim';
import type { FaultProxy } from './proxy/FaultProxy';
import type { ProxiedRequest } from './proxy/toProxiedRequest';
import type { Workload } from './Workload';

/** A simulated cluster behind a fault proxy, as it is registered with the replicas. */
export interface LabCluster {
  id: string;
  name: string;
  sim: SimCluster;
  proxy: FaultProxy;
  workload: Workload;
}

/** How the replicas say that it stands with a cluster. */
export async function readConnection(api: FluxcdApi, cluster: LabCluster) {
  const { connection, kinds } = await api.getCluster({
    params: { clusterId: cluster.id },
  });
  return { ...connection, kinds };
}

const PLURALS = new Set(FLUX_KINDS.map(({ plural }) => plural));

/** Requests of one type for Flux kinds: those that keep rows current. */
export function only(
  requests: readonly ProxiedRequest[],
  type: ProxiedRequest['type'],
): ProxiedRequest[] {
  return requests.filter(
    request => request.type === type && PLURALS.has(request.plural),
  );
}
