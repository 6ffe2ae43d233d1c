import { collectRows } from './collectRows';
import { compareText } from './compareText';
import type { Dictionary } from './Dictionary';
import type { PageSource } from './PageSource';
import { groupOf, SLOTS } from './RowGroups';
import { STATUSES } from './STATUSES';

interface Key {
  code: number;
  value: string | number;
}

/** The rows that match, by key. */
interface Keyed {
  /** Number of rows by rank, of one code. */
  countsOf: (code: number) => ArrayLike<number>;
  groupsOf: (code: number) => ArrayLike<number>;
  hasKey: (bucket: number, code: number) => boolean;
}

/** A page in the order of a key that the group or the bucket tells: one stretch per key, by name within it. */
export function pageByKey(source: PageSource): number[] {
  const { parts, selection, facets, query, limit, isPastName } = source;
  const { groups, rows, byName } = parts;
  const { after } = query;
  const sign = query.order === 'asc' ? 1 : -1;
  const { keys, keyed } = describe(source);
  const found: number[] = [];
  for (const { code, value } of sign > 0 ? keys : [...keys].reverse()) {
    const side = after ? compare(value, after[0]) * sign : 1;
    if (side < 0) continue;
    const isPast = side === 0 ? isPastName : undefined;
    const more = collectRows(
      {
        selection,
        counts: keyed.countsOf(code),
        groups: () => keyed.groupsOf(code),
        accepts: row => {
          const bucket = groups.bucket[row];
          return (
            facets.matched[groupOf(bucket)] === 1 &&
            keyed.hasKey(bucket, code) &&
            selection.has(row)
          );
        },
        isPast,
        compare: (a, b) => rows.compareNames(a, b),
        orders: byName,
        walk: (sorted, visit) =>
          sorted.forwards(isPast && (row => !isPast(row)), visit),
      },
      limit - found.length,
    );
    for (const row of more) found.push(row);
    if (found.length >= limit) break;
  }
  return found;
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : compareText(String(a), String(b));
}

function describe(source: PageSource): {
  keys: readonly Key[];
  keyed: Keyed;
} {
  const { groups } = source.parts;
  const all = (dictionary: Dictionary): Key[] =>
    dictionary.sorted.map(code => ({ code, value: dictionary.value(code) }));
  switch (source.query.sort) {
    case 'kind':
      return {
        keys: all(groups.kinds),
        keyed: byCode(source, groups.kind, groups.kinds.size),
      };
    case 'namespace':
      return {
        keys: all(groups.namespaces),
        keyed: byCode(source, groups.namespace, groups.namespaces.size),
      };
    case 'cluster':
      return {
        keys: source.clusters,
        keyed: byCode(source, groups.cluster, groups.clusters.size),
      };
    default:
      return {
        keys: STATUSES.map((_, code) => ({ code, value: code })),
        keyed: byStatus(source),
      };
  }
}

function byStatus({ facets }: PageSource): Keyed {
  const { matchedGroups, ranks, status } = facets;
  return {
    countsOf: code =>
      Array.from(status, (count, rank) =>
        rank === code && ranks.includes(rank) ? count : 0,
      ),
    groupsOf: () => matchedGroups,
    hasKey: () => true,
  };
}

/** `codeOf` tells the key of a group. The groups of a key are linked with each other. */
function byCode(
  { selection, facets }: PageSource,
  codeOf: Int32Array,
  size: number,
): Keyed {
  const { matchedGroups, ranks } = facets;
  const counts = new Int32Array(size * SLOTS);
  const heads = new Int32Array(size).fill(-1);
  const next = new Int32Array(matchedGroups.length);
  for (let i = 0; i < matchedGroups.length; i += 1) {
    const code = codeOf[matchedGroups[i]];
    next[i] = heads[code];
    heads[code] = i;
    for (const rank of ranks) {
      counts[code * SLOTS + rank] +=
        selection.counts[matchedGroups[i] * SLOTS + rank];
    }
  }
  return {
    countsOf: code => counts.subarray(code * SLOTS, (code + 1) * SLOTS),
    groupsOf: code => {
      const list: number[] = [];
      for (let i = heads[code]; i >= 0; i = next[i]) {
        list.push(matchedGroups[i]);
      }
      return list;
    },
    hasKey: (bucket, code) => codeOf[groupOf(bucket)] === code,
  };
}
