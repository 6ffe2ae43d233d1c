import { FleetIndex } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/fleet/index/FleetIndex';
import { KnownClusters } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/fleet/index/KnownClusters';
import { toResource } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/resources/toResource';
import type { StoredResource } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/database/StoredResource';
import { ROW_CLUSTERS } from '../objects/makeRow';
import type { ListFilter } from '../yardsticks/LISTS';
import type { ListAnswer } from '../yardsticks/SqlList';
import { clusterId } from './startFleet';

const known = new KnownClusters(
  Array.from({ length: ROW_CLUSTERS }, (_, i) => ({
    id: clusterId(i),
    name: clusterId(i),
  })),
);

/** The same list out of the product's index; it counts namespaces besides. */
export class IndexList {
  readonly index = new FleetIndex();

  query(filter: ListFilter): { json: string; answer: () => ListAnswer } {
    const { clusters, namespaces, kinds, statuses, visible } = filter;
    const page = this.index.query(
      {
        clusterIds: clusters,
        namespace: namespaces,
        kind: kinds,
        status: statuses,
        visibleTo: visible && [visible],
        sort: 'statusSince',
        order: 'desc',
        limit: 50,
      },
      known,
    );
    const { rows, ...counts } = page;
    const items = rows.map(row =>
      toResource(row as StoredResource, row.cluster_id),
    );
    const json = JSON.stringify({ items, ...counts });
    const toCounts = (facet: Array<{ value: string; count: number }>) =>
      Object.fromEntries(facet.map(({ value, count }) => [value, count]));
    return {
      json,
      answer: () => ({
        ids: rows.map(({ id }) => id),
        total: page.total,
        facets: {
          cluster_id: toCounts(page.facets.cluster),
          kind: toCounts(page.facets.kind),
          status: toCounts(page.facets.status),
        },
      }),
    };
  }
}
