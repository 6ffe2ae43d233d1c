import { NotFoundError } from '@backstage/errors';
import type {
  Cluster,
  ClusterDetail,
  StatusCounts,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ClusterRecord } from '../clusters/ClusterRecord';
import type { ClusterService } from '../clusters/ClusterService';
import type { ClusterHealth, ConnectionStore } from '../fleet/ConnectionStore';
import type { ResourceStore } from './ResourceStore';

const NONE: StatusCounts = { total: 0, byStatus: {} };

function toCluster(
  record: ClusterRecord,
  health: ClusterHealth,
  resourceCounts: StatusCounts = NONE,
): Cluster {
  return { ...record, ...health, resourceCounts };
}

/** Clusters as readers see them: what is registered, how it stands with them, and what runs there. */
export class ClusterReader {
  readonly #clusters: Pick<ClusterService, 'list' | 'get'>;
  readonly #connections: ConnectionStore;
  readonly #resources: ResourceStore;

  constructor(options: {
    clusters: Pick<ClusterService, 'list' | 'get'>;
    connections: ConnectionStore;
    resources: ResourceStore;
  }) {
    this.#clusters = options.clusters;
    this.#connections = options.connections;
    this.#resources = options.resources;
  }

  async list(): Promise<Cluster[]> {
    const [records, health, counts] = await Promise.all([
      this.#clusters.list(),
      this.#connections.list(),
      this.#resources.countsByCluster(),
    ]);
    return records.flatMap(record => {
      const own = health.get(record.id);
      // Without health it was deleted between the two reads.
      return own ? [toCluster(record, own, counts.get(record.id))] : [];
    });
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<ClusterDetail> {
    const [record, health, kinds, counts] = await Promise.all([
      this.#clusters.get(id),
      this.#connections.get(id),
      this.#connections.kinds(id),
      this.#resources.countsByCluster(id),
    ]);
    if (!health) throw new NotFoundError('There is no such cluster');
    return { ...toCluster(record, health, counts.get(id)), kinds };
  }
}
