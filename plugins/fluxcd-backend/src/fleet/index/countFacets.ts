import { GROUP_FACTS } from './ClusterGroups';
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
  /** By group: 1 where all filters but the one of the status hold; and the same groups as a list. */
  matched: Uint8Array;
  matchedGroups: Int32Array;
  /** The ranks that the filter of the status allows. */
  ranks: readonly number[];
}

/** Bits that tell which filters a group misses. */
const MISS = { cluster: 1, kind: 2, namespace: 4 };
/** Of a cluster that does not exist: as if it missed all. */
const HIDDEN = 7;
/** By such bits: 1 where it is none or one. */
const AT_MOST_ONE = Uint8Array.of(1, 1, 1, 0, 1, 0, 0, 0);
const ALL_STATUSES = 2 ** STATUSES.length - 1;

/**
 * Total and facets of the selected rows, in one pass over the groups of the clusters that somebody may see. Rows of clusters that are not `known` do not
 * exist.
 */
export function countFacets(
  groups: RowGroups,
  selection: Selection,
  query: FleetQuery,
  known: Uint8Array,
): FacetCounts {
  const { size } = groups;
  const { counts } = selection;
  const seen = compile(groups, query.visibleTo);
  const clusters = missesOf(
    groups.clusters.allow(query.clusterIds),
    MISS.cluster,
    seen.clusters.map((is, code) => is & known[code]),
  );
  const kinds = missesOf(groups.kinds.allow(query.kind), MISS.kind, seen.kinds);
  const namespaces = missesOf(
    groups.namespaces.allow(query.namespace),
    MISS.namespace,
    seen.namespaces,
  );
  const statusMask = query.status
    ? query.status.reduce((mask, s) => mask | (1 << STATUSES.indexOf(s)), 0)
    : ALL_STATUSES;
  const ranks = [...STATUSES.keys()].filter(rank => statusMask & (1 << rank));
  const ofCluster = new Int32Array(groups.clusters.size);
  const ofKind = new Int32Array(groups.kinds.size);
  const ofNamespace = new Int32Array(groups.namespaces.size);
  const ofStatus = new Int32Array(STATUSES.length);
  const matched = new Uint8Array(size);
  const seenClusters = [...clusters.keys()].filter(
    code => clusters[code] !== HIDDEN,
  );
  const list = new Int32Array(
    seenClusters.reduce(
      (sum, code) => sum + groups.byCluster.of(code).length / GROUP_FACTS,
      0,
    ),
  );
  let length = 0;

  // Nothing of the others is looked at: the fewer clusters somebody may see, the less there is to do.
  for (const code of seenClusters) {
    const missedCluster = clusters[code];
    const own = groups.byCluster.of(code);
    for (let i = 0; i < own.length; i += GROUP_FACTS) {
      const kind = own[i + 1];
      const namespace = own[i + 2];
      const missed = missedCluster | kinds[kind] | namespaces[namespace];
      // A facet ignores its own filter, so one may fail, but not two.
      if (AT_MOST_ONE[missed] === 0) continue;
      const group = own[i];
      const slot = group * SLOTS;
      let count = counts[slot + TOTAL];
      if (count === 0 || !seen.has(group)) continue;

      if (statusMask !== ALL_STATUSES) {
        count = 0;
        for (let n = 0; n < ranks.length; n += 1) {
          count += counts[slot + ranks[n]];
        }
      }
      if (missed === 0) {
        matched[group] = 1;
        list[length] = group;
        length += 1;
        ofCluster[code] += count;
        ofKind[kind] += count;
        ofNamespace[namespace] += count;
        for (let rank = 0; rank < TOTAL; rank += 1) {
          ofStatus[rank] += counts[slot + rank];
        }
      } else if (missed === MISS.cluster) ofCluster[code] += count;
      else if (missed === MISS.kind) ofKind[kind] += count;
      else ofNamespace[namespace] += count;
    }
  }
  return {
    total: ranks.reduce((sum, rank) => sum + ofStatus[rank], 0),
    cluster: ofCluster,
    kind: ofKind,
    namespace: ofNamespace,
    status: ofStatus,
    matched,
    matchedGroups: list.subarray(0, length),
    ranks,
  };
}

/** By number in the dictionary: 0 where the filter holds, `miss` elsewhere; what nobody may see is hidden. */
function missesOf(
  allowed: Uint8Array,
  miss: number,
  seen: Uint8Array,
): Uint8Array {
  return allowed.map((is, code) => {
    if (seen[code] === 0) return HIDDEN;
    return is ? 0 : miss;
  });
}

/** What the conditions allow: by column what any of them does, and by group whether one of them holds as a whole. */
function compile(groups: RowGroups, visibility: Visibility = [{}]) {
  const { cluster, kind, namespace } = groups;
  const conditions = visibility.map(condition => ({
    clusters: groups.clusters.allow(condition.clusters),
    kinds: groups.kinds.allow(condition.kinds),
    namespaces: groups.namespaces.allow(condition.namespaces),
  }));
  const any = (size: number, column: keyof (typeof conditions)[number]) => {
    const allowed = new Uint8Array(size);
    for (const condition of conditions) {
      condition[column].forEach((is, code) => {
        allowed[code] |= is;
      });
    }
    return allowed;
  };
  return {
    clusters: any(groups.clusters.size, 'clusters'),
    kinds: any(groups.kinds.size, 'kinds'),
    namespaces: any(groups.namespaces.size, 'namespaces'),
    has: (group: number) => {
      // One condition says all that it says by column.
      if (conditions.length === 1) return true;
      for (let i = 0; i < conditions.length; i += 1) {
        const condition = conditions[i];
        if (
          condition.clusters[cluster[group]] &
          condition.namespaces[namespace[group]] &
          condition.kinds[kind[group]]
        ) {
          return true;
        }
      }
      return false;
    },
  };
}
