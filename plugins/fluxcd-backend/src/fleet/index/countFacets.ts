import type { Dictionary } from './Dictionary';
import type { FleetQuery } from './FleetQuery';
import { type RowGroups, SLOTS, TOTAL } from './RowGroups';
import type { Selection } from './Selection';
import { STATUSES } from './STATUSES';
import type { Visibility } from './Visibility';

/** Counts by number in the dictionary of the column; each ignores the filter of its own column. */
export interface FacetCounts {
  total: number;
  cluster: Int32Array;
  kind: Int32Array;
  namespace: Int32Array;
  /** By rank. */
  status: Int32Array;
  /** By group: 1 where all filters but the one of the status hold. */
  matched: Uint8Array;
  /** A bit per rank that the filter of the status allows. */
  statusMask: number;
}

/** Bits that tell which filters a group misses. */
const MISS = { cluster: 1, kind: 2, namespace: 4 };
/** Of a cluster that does not exist: as if it missed all. */
const HIDDEN = 7;
/** By such bits: 1 where it is none or one. */
const AT_MOST_ONE = Uint8Array.of(1, 1, 1, 0, 1, 0, 0, 0);
const ALL_STATUSES = 2 ** STATUSES.length - 1;

/**
 * Total and facets of the selected rows, in one pass over the groups. Rows of clusters that are not `known` do not
 * exist.
 */
export function countFacets(
  groups: RowGroups,
  selection: Selection,
  query: FleetQuery,
  known: Uint8Array,
): FacetCounts {
  const { size, cluster, kind, namespace } = groups;
  const { counts } = selection;
  const clusters = missesOf(groups.clusters, query.clusterIds, MISS.cluster);
  const kinds = missesOf(groups.kinds, query.kind, MISS.kind);
  const namespaces = missesOf(
    groups.namespaces,
    query.namespace,
    MISS.namespace,
  );
  for (let code = 0; code < clusters.length; code += 1) {
    if (known[code] === 0) clusters[code] = HIDDEN;
  }
  const isVisible = query.visibleTo && compile(groups, query.visibleTo);
  const statusMask = query.status
    ? query.status.reduce((mask, s) => mask | (1 << STATUSES.indexOf(s)), 0)
    : ALL_STATUSES;
  const ofCluster = new Int32Array(groups.clusters.size);
  const ofKind = new Int32Array(groups.kinds.size);
  const ofNamespace = new Int32Array(groups.namespaces.size);
  const ofStatus = new Int32Array(STATUSES.length);
  const matched = new Uint8Array(size);
  let total = 0;

  for (let group = 0; group < size; group += 1) {
    const slot = group * SLOTS;
    let count = counts[slot + TOTAL];
    if (count === 0) continue;
    const missed =
      clusters[cluster[group]] |
      kinds[kind[group]] |
      namespaces[namespace[group]];
    // A facet ignores its own filter, so one may fail, but not two.
    if (AT_MOST_ONE[missed] === 0 || (isVisible && !isVisible(group))) continue;

    if (statusMask !== ALL_STATUSES) {
      count = 0;
      for (let rank = 0; rank < TOTAL; rank += 1) {
        if (statusMask & (1 << rank)) count += counts[slot + rank];
      }
    }
    if (missed === 0) {
      total += count;
      matched[group] = 1;
      ofCluster[cluster[group]] += count;
      ofKind[kind[group]] += count;
      ofNamespace[namespace[group]] += count;
      for (let rank = 0; rank < TOTAL; rank += 1) {
        ofStatus[rank] += counts[slot + rank];
      }
    } else if (missed === MISS.cluster) ofCluster[cluster[group]] += count;
    else if (missed === MISS.kind) ofKind[kind[group]] += count;
    else ofNamespace[namespace[group]] += count;
  }
  return {
    total,
    cluster: ofCluster,
    kind: ofKind,
    namespace: ofNamespace,
    status: ofStatus,
    matched,
    statusMask,
  };
}

/** By number in the dictionary: 0 where the filter holds, `miss` elsewhere. */
function missesOf(
  dictionary: Dictionary,
  values: readonly string[] | undefined,
  miss: number,
): Uint8Array {
  const allowed = dictionary.allow(values);
  return allowed.map(is => (is ? 0 : miss));
}

/** One condition is enough, all parts of which hold. */
function compile(
  groups: RowGroups,
  visibility: Visibility,
): (group: number) => boolean {
  const { cluster, kind, namespace } = groups;
  const conditions = visibility.map(condition => ({
    clusters: groups.clusters.allow(condition.clusters),
    kinds: groups.kinds.allow(condition.kinds),
    namespaces: groups.namespaces.allow(condition.namespaces),
  }));
  return group => {
    for (let i = 0; i < conditions.length; i += 1) {
      const { clusters, kinds, namespaces } = conditions[i];
      if (
        clusters[cluster[group]] &
        namespaces[namespace[group]] &
        kinds[kind[group]]
      ) {
        return true;
      }
    }
    return false;
  };
}
