import {
  type ResourceList,
  STATUS_RANK,
  type StatusCounts,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { describeFacets } from './describeFacets';
import { countFacets } from './countFacets';
import { findTop, type TopQuery } from './findTop';
import type { FleetQuery } from './FleetQuery';
import type { IndexParts } from './IndexParts';
import type { KnownClusters } from './KnownClusters';
import { pageRows } from './pageRows';
import { RenderedRows } from './RenderedRows';
import { type IndexedResource, RowColumns } from './RowColumns';
import { rankOf, RowGroups, SLOTS, TOTAL } from './RowGroups';
import { selectRows } from './selectRows';
import { SortedRows } from './SortedRows';
import { STATUSES } from './STATUSES';
import { TextStore } from './TextStore';
import { TimeColumn } from './TimeColumn';

interface Counted extends Pick<ResourceList, 'total' | 'facets'> {
  /** Whether there are rows behind the page. */
  hasMore: boolean;
}

/** A page with the counts of what matches. */
export interface FleetPage extends Counted {
  rows: IndexedResource[];
}

/** What the places of rows in the orders of lists are told by. */
export type RowPlace = Pick<
  IndexedResource,
  | 'id'
  | 'cluster_id'
  | 'kind'
  | 'namespace'
  | 'name'
  | 'status_rank'
  | 'status_since'
>;

/** The same with what was made of each row. */
export interface RenderedPage extends Counted {
  texts: string[];
  last: RowPlace | undefined;
}

/**
 * All resources of the fleet in memory, by column in typed arrays, so that lists with totals and facets cost neither
 * the database nor the garbage collector. It gives the answers that SQL over the table `resources` gives.
 */
export class FleetIndex {
  readonly #texts = new TextStore();
  readonly #rows = new RowColumns(this.#texts);
  readonly #groups = new RowGroups();
  readonly #byName = STATUSES.map(
    () => new SortedRows((a, b) => this.#rows.compareNames(a, b)),
  );
  readonly #bySince = STATUSES.map(
    () =>
      new SortedRows(
        (a, b) =>
          this.#rows.statusSince.value(a) - this.#rows.statusSince.value(b) ||
          this.#rows.compareNames(a, b),
      ),
  );
  readonly #rendered = new RenderedRows();
  readonly #parts: IndexParts = {
    texts: this.#texts,
    rows: this.#rows,
    groups: this.#groups,
    byName: this.#byName,
    bySince: this.#bySince,
  };

  /** Number of rows, also of clusters that are not known. */
  get size(): number {
    return this.#byName.reduce((sum, { length }) => sum + length, 0);
  }

  /** Bytes that it takes, nearly all of them outside of the JavaScript heap. */
  get bytes(): number {
    return [
      this.#texts,
      this.#rows,
      this.#groups,
      ...this.#byName,
      ...this.#bySince,
    ].reduce((sum, part) => sum + part.bytes, 0);
  }

  /** Takes over rows as they are stored now: first what is gone (ids), then what is there. */
  apply(upserted: readonly IndexedResource[], deleted: readonly string[]) {
    for (const id of deleted) {
      const row = this.#rows.find(id);
      if (row >= 0) this.#remove(row);
    }
    for (const resource of upserted) this.#put(resource);
  }

  /**
   * Drops rows of a cluster that are not among `ids`, `most` at a time, so that nobody is held up; answers whether it
   * is through with them.
   */
  keepOnly(clusterId: string, ids: ReadonlySet<string>, most: number): boolean {
    const { size, clusters, cluster, heads, next } = this.#groups;
    const code = clusters.find(clusterId) ?? -1;
    const gone: number[] = [];
    for (let group = 0; group < size && gone.length < most; group += 1) {
      if (cluster[group] !== code) continue;
      for (let rank = 0; rank < TOTAL; rank += 1) {
        let row = heads[group * SLOTS + rank];
        for (; row >= 0 && gone.length < most; row = next[row]) {
          if (!ids.has(this.#rows.id(row))) gone.push(row);
        }
      }
    }
    for (const row of gone) this.#remove(row);
    return gone.length < most;
  }

  /** Clusters that there are rows of. */
  clusterIds(): string[] {
    const { clusters } = this.#groups;
    return clusters.sorted.map(code => clusters.value(code));
  }

  query(query: FleetQuery, known: KnownClusters): FleetPage {
    const { page, ...counted } = this.#page(query, known);
    return { ...counted, rows: page.map(row => this.#read(row)) };
  }

  /** The same as texts. What `render` makes of a row is kept for a while: it must be the same function each time. */
  render(
    query: FleetQuery,
    known: KnownClusters,
    render: (row: IndexedResource) => string,
  ): RenderedPage {
    const { page, ...counted } = this.#page(query, known);
    const last = page.at(-1);
    return {
      ...counted,
      texts: page.map(row =>
        this.#rendered.get(row, known, () => render(this.#read(row))),
      ),
      last: last === undefined ? undefined : this.#placeOf(last),
    };
  }

  #page(query: FleetQuery, known: KnownClusters): Counted & { page: number[] } {
    const selection = selectRows(this.#parts, query);
    const { clusters } = this.#groups;
    const isKnown = new Uint8Array(clusters.size);
    const byName: Array<{ code: number; value: string }> = [];
    for (const { id, name } of known.byName) {
      const code = clusters.find(id);
      if (code === undefined) continue;
      isKnown[code] = 1;
      byName.push({ code, value: name });
    }
    const facets = countFacets(this.#groups, selection, query, isKnown);
    const rows = pageRows({
      parts: this.#parts,
      selection,
      facets,
      clusters: byName,
      query,
      limit: query.limit + 1,
    });
    return {
      page: rows.slice(0, query.limit),
      hasMore: rows.length > query.limit,
      total: facets.total,
      facets: describeFacets(this.#groups, facets, query, known),
    };
  }

  /** Number of rows by status, per cluster; clusters without rows are absent. */
  countsByCluster(): Map<string, StatusCounts> {
    const { cluster, clusters } = this.#groups;
    return this.#countBy(group => clusters.value(cluster[group]));
  }

  /** Number of rows by status, per kind, of the clusters that are known. */
  countsByKind(known: KnownClusters): Map<string, StatusCounts> {
    const { cluster, clusters, kind, kinds } = this.#groups;
    return this.#countBy(group =>
      known.byId.has(clusters.value(cluster[group]))
        ? kinds.value(kind[group])
        : undefined,
    );
  }

  /** Number of rows per kind of a cluster, by `GROUP/KIND`. */
  kindsOf(clusterId: string): Map<string, number> {
    const counts = this.#countBy(group => {
      const key = this.#groups.key(group);
      return key.cluster_id === clusterId
        ? `${key.api_group}/${key.kind}`
        : undefined;
    });
    return new Map([...counts].map(([kind, { total }]) => [kind, total]));
  }

  /** The first rows of some statuses by one column. */
  top(query: TopQuery, known: KnownClusters): IndexedResource[] {
    return findTop(this.#parts, query, known).map(row => this.#read(row));
  }

  #countBy(
    keyOf: (group: number) => string | undefined,
  ): Map<string, StatusCounts> {
    const { size, counts } = this.#groups;
    const found = new Map<string, StatusCounts>();
    for (let group = 0; group < size; group += 1) {
      const total = counts[group * SLOTS + TOTAL];
      const key = total > 0 ? keyOf(group) : undefined;
      if (key === undefined) continue;
      const one = found.get(key) ?? { total: 0, byStatus: {} };
      found.set(key, one);
      one.total += total;
      STATUSES.forEach((status, rank) => {
        const count = counts[group * SLOTS + rank];
        if (count === 0) return;
        one.byStatus[status] = (one.byStatus[status] ?? 0) + count;
      });
    }
    return found;
  }

  #put(resource: IndexedResource): void {
    const rows = this.#rows;
    const known = rows.find(resource.id);
    const row = known < 0 ? rows.add(resource.id) : known;
    this.#groups.growRows(rows.count);
    const isPlaced =
      known >= 0 &&
      rankOf(this.#groups.bucket[row]) === STATUS_RANK[resource.status] &&
      this.#texts.find(resource.name) === rows.name[row] &&
      rows.statusSince.value(row) ===
        TimeColumn.valueOf(resource.status_since ?? '');
    if (known >= 0 && !isPlaced) this.#unsort(row);
    this.#rendered.forget(row);
    rows.write(row, resource);
    this.#groups.put(row, resource);
    if (!isPlaced) {
      const rank = STATUS_RANK[resource.status];
      this.#byName[rank].insert(row);
      this.#bySince[rank].insert(row);
    }
  }

  #remove(row: number): void {
    this.#unsort(row);
    this.#groups.take(row);
    this.#rows.remove(row);
  }

  #unsort(row: number): void {
    const rank = rankOf(this.#groups.bucket[row]);
    this.#byName[rank].remove(row);
    this.#bySince[rank].remove(row);
  }

  #placeOf(row: number): RowPlace {
    const { cluster_id, kind, namespace, status } = this.#groups.describe(row);
    return {
      id: this.#rows.id(row),
      cluster_id,
      kind,
      namespace,
      name: this.#texts.read(this.#rows.name[row]),
      status_rank: STATUS_RANK[status],
      status_since: this.#rows.statusSince.read(row),
    };
  }

  #read(row: number): IndexedResource {
    return this.#rows.read(row, this.#groups.describe(row));
  }
}
