import type { FleetQuery, RowSelector } from './FleetQuery';
import type { IndexParts } from './IndexParts';
import { messageTemplate } from './messageTemplate';
import { groupOf, SLOTS, TOTAL } from './RowGroups';
import type { Selection } from './Selection';

const NOT_SELECTED = -2;

/** The rows that the text and one of the selectors ask for; all of them, at no cost, without either. */
export function selectRows(
  parts: IndexParts,
  query: Pick<FleetQuery, 'text' | 'selectors'>,
): Selection {
  const { groups, rows } = parts;
  const { text, selectors } = query;
  if (!text && !selectors) return groups;

  const counts = new Int32Array(groups.size * SLOTS);
  const heads = new Int32Array(groups.size * SLOTS).fill(-1);
  const next = new Int32Array(rows.count).fill(NOT_SELECTED);
  const hasText = text ? findText(parts, text) : () => true;
  const add = (row: number) => {
    const bucket = groups.bucket[row];
    if (bucket < 0 || next[row] !== NOT_SELECTED || !hasText(row)) return;
    next[row] = heads[bucket];
    heads[bucket] = row;
    counts[bucket] += 1;
    counts[bucket | TOTAL] += 1;
  };
  if (selectors) {
    for (const selector of selectors) visit(parts, selector, add);
  } else {
    for (let row = 0; row < rows.count; row += 1) add(row);
  }
  return { counts, heads, next, has: row => next[row] !== NOT_SELECTED };
}

function findText(
  { texts, rows, groups }: IndexParts,
  text: string,
): (row: number) => boolean {
  const found = texts.search(text);
  const lower = text.toLowerCase();
  const { name, revision, message } = rows;
  const { bucket, namespace, namespaces } = groups;
  const inNamespace = new Uint8Array(namespaces.size);
  for (const code of namespaces.sorted) {
    if (namespaces.value(code).toLowerCase().includes(lower)) {
      inNamespace[code] = 1;
    }
  }
  const straddles = new Uint8Array(texts.size);
  // What stands for a gap must not be found itself.
  const isOdd = messageTemplate.isMarked(text);
  for (const id of texts.templates) {
    if (
      isOdd ||
      messageTemplate.mayStraddle(texts.read(id).toLowerCase(), lower)
    ) {
      straddles[id] = 1;
    }
  }
  return row =>
    found[name[row]] === 1 ||
    found[revision[row]] === 1 ||
    (found[message[row]] === 1 && !isOdd) ||
    (straddles[message[row]] === 1 &&
      rows.messageOf(row)!.toLowerCase().includes(lower)) ||
    inNamespace[namespace[groupOf(bucket[row])]] === 1;
}

/** Goes the shortest way: by name, by label, or by group. */
function visit(
  parts: IndexParts,
  selector: RowSelector,
  add: (row: number) => void,
): void {
  const { groups, rows, texts, byName } = parts;
  const clusters = groups.clusters.allow(selector.clusterIds);
  const kinds = groups.kinds.allow(selector.kind ? [selector.kind] : undefined);
  const namespaces = groups.namespaces.allow(
    selector.namespace ? [selector.namespace] : undefined,
  );
  const hasGroup = (group: number) =>
    (clusters[groups.cluster[group]] &
      kinds[groups.kind[group]] &
      namespaces[groups.namespace[group]]) ===
    1;
  // A text that nobody holds is that of no row.
  const name = selector.name ? texts.find(selector.name) : undefined;
  const label = selector.kubernetesId
    ? texts.find(selector.kubernetesId)
    : undefined;
  if (name === 0 || label === 0) return;
  const { kubernetesId } = rows;
  const addOne = (row: number) => {
    if (label !== undefined && kubernetesId[row] !== label) return;
    if (hasGroup(groupOf(groups.bucket[row]))) add(row);
  };

  if (name !== undefined) {
    for (const sorted of byName) {
      sorted.forwards(
        row => texts.compare(rows.name[row], name) < 0,
        row => {
          if (rows.name[row] !== name) return false;
          addOne(row);
          return true;
        },
      );
    }
  } else if (label !== undefined) {
    for (let row = 0; row < rows.count; row += 1) {
      if (kubernetesId[row] === label) addOne(row);
    }
  } else {
    for (let group = 0; group < groups.size; group += 1) {
      if (groups.counts[group * SLOTS + TOTAL] === 0) continue;
      if (!hasGroup(group)) continue;
      for (let rank = 0; rank < TOTAL; rank += 1) {
        let row = groups.heads[group * SLOTS + rank];
        for (; row >= 0; row = groups.next[row]) add(row);
      }
    }
  }
}
