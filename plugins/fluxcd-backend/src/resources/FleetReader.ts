import { setImmediate } from 'node:timers/promises';
import {
  parseResourceSelector,
  type Resource,
  type ResourceList,
  resourceListSchema,
  type resourceQuerySchema,
  resourceSchema,
  type StatusCounts,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { z } from 'zod';
import type { FleetFollower, FleetView } from '../fleet/index/FleetFollower';
import type { RowPlace } from '../fleet/index/FleetIndex';
import type { FleetQuery } from '../fleet/index/FleetQuery';
import type { IndexedResource } from '../fleet/index/RowColumns';
import type { Visibility } from '../fleet/index/Visibility';
import { chooseClusters } from './chooseClusters';
import { JsonText } from './JsonText';
import { decodeCursor, encodeCursor } from './ResourceCursor';
import { toResource } from './toResource';

/** How many rows of a file are made at a time, so that nobody is held up. */
const PORTION = 500;

type Query = z.output<typeof resourceQuerySchema>;
type Place = NonNullable<FleetQuery['after']>;

/** Lists and counts of resources, answered from the index in memory: they cost the database nothing. */
export class FleetReader {
  readonly #fleet: Pick<FleetFollower, 'view'>;

  constructor(options: { fleet: Pick<FleetFollower, 'view'> }) {
    this.#fleet = options.fleet;
  }

  /**
   * One page with total, facets and how current each cluster is, of what `visibleTo` allows. Nothing is in it that the
   * contract does not name.
   *
   * @throws ServiceUnavailableError while the index is being loaded
   */
  async list(
    query: Query,
    visibleTo?: Visibility,
  ): Promise<JsonText<ResourceList>> {
    const { sort, order, limit, cursor } = query;
    const after =
      cursor === undefined
        ? undefined
        : decodeCursor(cursor, { sort, order }).after;
    const view = await this.#fleet.view();
    const { texts, last, hasMore, total, facets } = view.index.render(
      { ...toFleetQuery(query, view), visibleTo, limit, after },
      view.clusters,
      row => JSON.stringify(resourceSchema.parse(read(row, view))),
    );
    const rest: ResourceList = {
      items: [],
      nextCursor:
        hasMore && last
          ? encodeCursor({
              sort,
              order,
              after: [...placeOf(last, query, view)],
            })
          : undefined,
      total,
      facets,
      freshness: toFreshness(query.cluster, view),
    };
    const { items: _, ...checked } = resourceListSchema.parse(rest);
    // There is more behind the items always, if only the total.
    return new JsonText(
      `{"items":[${texts.join(',')}],${JSON.stringify(checked).slice(1)}`,
    );
  }

  /** The first `limit` rows that match. Those that change meanwhile may be there as they were or as they are. */
  async first(
    query: Omit<Query, 'limit' | 'cursor'>,
    limit: number,
  ): Promise<Resource[]> {
    const found: Resource[] = [];
    let after: Place | undefined;
    while (found.length < limit) {
      const view = await this.#fleet.view();
      const page = view.index.query(
        {
          ...toFleetQuery(query, view),
          limit: Math.min(PORTION, limit - found.length),
          after,
        },
        view.clusters,
      );
      found.push(...page.rows.map(row => read(row, view)));
      const last = page.rows.at(-1);
      if (!page.hasMore || !last) break;
      after = placeOf(last, query, view);
      await setImmediate();
    }
    return found;
  }

  /** Number of resources by status, per cluster; clusters without resources are absent. */
  async countsByCluster(): Promise<Map<string, StatusCounts>> {
    const { index } = await this.#fleet.view();
    return index.countsByCluster();
  }

  /** Number of resources per kind of a cluster, by `GROUP/KIND`. */
  async kindsOf(clusterId: string): Promise<Map<string, number>> {
    const { index } = await this.#fleet.view();
    return index.kindsOf(clusterId);
  }
}

function toFleetQuery(
  query: Omit<Query, 'limit' | 'cursor'>,
  { clusters }: FleetView,
): Omit<FleetQuery, 'limit'> {
  const { cluster, kind, namespace, status, text, selector, sort, order } =
    query;
  return {
    clusterIds: chooseClusters(clusters.byId, cluster),
    kind,
    namespace,
    status,
    text,
    selectors: selector?.map(given => {
      const parsed = parseResourceSelector(given);
      if (!parsed) throw new TypeError('a selector is malformed');
      const { cluster: wanted, ...rest } = parsed;
      return {
        ...rest,
        clusterIds: chooseClusters(
          clusters.byId,
          wanted ? [wanted] : undefined,
        ),
      };
    }),
    sort,
    order,
  };
}

function read(row: IndexedResource, { clusters }: FleetView): Resource {
  return toResource(row, clusters.byId.get(row.cluster_id)?.name ?? '');
}

/** Where the next page begins behind a row. */
function placeOf(
  row: RowPlace,
  { sort }: Pick<Query, 'sort'>,
  { clusters }: FleetView,
): Place {
  const key = {
    status: row.status_rank,
    cluster: clusters.byId.get(row.cluster_id)?.name ?? '',
    statusSince: row.status_since ?? '',
    name: row.name,
    kind: row.kind,
    namespace: row.namespace,
  }[sort];
  return [key, row.name, row.id];
}

function toFreshness(
  wanted: readonly string[] | undefined,
  { clusters, health }: FleetView,
): ResourceList['freshness'] {
  return [...clusters.byId.values()].flatMap(({ id, name }) => {
    const connection = health.get(id)?.connection;
    const isWanted = wanted?.some(v => v === id || v === name) ?? true;
    return connection && isWanted
      ? [{ clusterId: id, clusterName: name, connection }]
      : [];
  });
}
