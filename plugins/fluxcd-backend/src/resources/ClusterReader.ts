import { NotFoundError } from '@backstage/errors';
import type {
  Cluster,
  ClusterDetail,
  ClusterSync,
  ConnectionEvent,
  StatusCounts,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ClusterRecord } from '../clusters/ClusterRecord';
import type { ClusterService } from '../clusters/ClusterService';
import type { SyncSettings } from '../clusters/SyncSettings';
import type { ClusterHealth, ConnectionStore } from '../fleet/ConnectionStore';
import type { FleetReader } from './FleetReader';

const NONE: StatusCounts = { total: 0, byStatus: {} };

function toCluster(
  record: ClusterRecord,
  health: ClusterHealth,
  settings: Omit<ClusterSync, 'dataAsOf'>,
  dataAsOf: string | undefined,
  resourceCounts: StatusCounts = NONE,
): Cluster {
  // While it is watched, the rows follow the cluster: the age of a list says nothing then.
  const sync = { ...settings, dataAsOf: settings.auto ? undefined : dataAsOf };
  return { ...record, ...health, sync, resourceCounts };
}

/** Clusters as readers see them: what is registered, how it stands with them, and what runs there. */
export class ClusterReader {
  readonly #clusters: Pick<ClusterService, 'list' | 'get'>;
  readonly #connections: ConnectionStore;
  readonly #fleet: FleetReader;
  readonly #sync: SyncSettings;

  constructor(options: {
    clusters: Pick<ClusterService, 'list' | 'get'>;
    connections: ConnectionStore;
    fleet: FleetReader;
    sync: SyncSettings;
  }) {
    this.#clusters = options.clusters;
    this.#connections = options.connections;
    this.#fleet = options.fleet;
    this.#sync = options.sync;
  }

  async list(): Promise<Cluster[]> {
    const [records, health, counts, settings, ages] = await Promise.all([
      this.#clusters.list(),
      this.#connections.list(),
      this.#fleet.countsByCluster(),
      this.#sync.all(),
      this.#connections.oldestLists(),
    ]);
    return records.flatMap(record => {
      const { id } = record;
      const own = health.get(id);
      // Without health it was deleted between the two reads.
      if (!own) return [];
      return [
        toCluster(record, own, settings(id), ages.get(id), counts.get(id)),
      ];
    });
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<ClusterDetail> {
    const [record, health, kinds, counts, ofKind, settings, ages] =
      await Promise.all([
        this.#clusters.get(id),
        this.#connections.get(id),
        this.#connections.kinds(id),
        this.#fleet.countsByCluster(),
        this.#fleet.kindsOf(id),
        this.#sync.get(id),
        this.#connections.oldestLists(),
      ]);
    if (!health) throw new NotFoundError('There is no such cluster');
    return {
      ...toCluster(record, health, settings, ages.get(id), counts.get(id)),
      kinds: kinds.map(kind => ({
        ...kind,
        count: ofKind.get(`${kind.group}/${kind.kind}`) ?? 0,
      })),
    };
  }

  /** Newest first. */
  async connectionEvents(id: string): Promise<ConnectionEvent[]> {
    return this.#connections.timeline.list(id);
  }
}
