import type { ResourceList } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { ChangeQueue } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/fleet/index/ChangeQueue';
import { FleetIndex } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/fleet/index/FleetIndex';
import { KnownClusters } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/fleet/index/KnownClusters';
import { FleetReader } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/resources/FleetReader';
import { ROW_CLUSTERS } from '../objects/makeRow';
import type { ListFilter } from '../yardsticks/LISTS';
import type { ListAnswer } from '../yardsticks/SqlList';
import { clusterId } from './startFleet';

const clusters = new KnownClusters(
  Array.from({ length: ROW_CLUSTERS }, (_, i) => ({
    id: clusterId(i),
    name: clusterId(i),
  })),
);

/** The same list as the REST API answers it, checked and as text; it counts namespaces besides. */
export class IndexList {
  readonly index = new FleetIndex();
  readonly changes = new ChangeQueue(this.index);
  readonly #reader = new FleetReader({
    fleet: {
      view: async () => ({ index: this.index, clusters, health: new Map() }),
    },
  });

  async query(
    filter: ListFilter,
  ): Promise<{ json: string; answer: () => ListAnswer }> {
    const { visible } = filter;
    const { text: json } = await this.#reader.list(
      {
        cluster: filter.clusters,
        namespace: filter.namespaces,
        kind: filter.kinds,
        status: filter.statuses,
        sort: 'statusSince',
        order: 'desc',
        limit: 50,
      },
      visible && [visible],
    );
    const toCounts = (facet: Array<{ value: string; count: number }>) =>
      Object.fromEntries(facet.map(({ value, count }) => [value, count]));
    return {
      json,
      answer: () => {
        const { items, total, facets } = JSON.parse(json) as ResourceList;
        return {
          ids: items.map(({ id }) => id),
          total,
          facets: {
            cluster_id: toCounts(facets.cluster),
            kind: toCounts(facets.kind),
            status: toCounts(facets.status),
          },
        };
      },
    };
  }
}
