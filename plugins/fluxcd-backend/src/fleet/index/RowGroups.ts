import { STATUS_RANK } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { ClusterGroups } from './ClusterGroups';
import { Dictionary } from './Dictionary';
import { grow } from './grow';
import { HashTable } from './HashTable';
import type { IndexedResource } from './RowColumns';
import type { Selection } from './Selection';
import { STATUSES } from './STATUSES';

/** Places per group in `counts` and `heads`: one per status, and the last for the whole group. */
export const SLOTS = 8;
export const TOTAL = SLOTS - 1;

/** The group that a bucket is of. Not by a division, for this is asked of millions of rows. */
export const groupOf = (bucket: number) => bucket >> 3;
/** The status that a bucket is of, by its rank. */
export const rankOf = (bucket: number) => bucket & 7;

/** What rows of one group have in common. */
export type GroupKey = Pick<
  IndexedResource,
  'cluster_id' | 'api_group' | 'kind' | 'namespace'
>;

/**
 * Rows by the columns that have facets: a group is a cluster, an API group with a kind, and a namespace; a bucket is
 * the rows of one status in it. Totals, facets and who may see what are questions about groups, of which there are far
 * fewer than rows. The rows of a bucket are linked with each other.
 */
export class RowGroups implements Selection {
  readonly clusters = new Dictionary();
  readonly apiGroups = new Dictionary();
  readonly kinds = new Dictionary();
  readonly namespaces = new Dictionary();
  /** Numbers in the dictionaries, by group. */
  cluster = new Int32Array(0);
  apiGroup = new Int32Array(0);
  kind = new Int32Array(0);
  namespace = new Int32Array(0);
  readonly byCluster = new ClusterGroups();
  /** Number of rows per bucket, and of the group. */
  counts = new Int32Array(0);
  /** First row per bucket, or -1. */
  heads = new Int32Array(0);
  /** By row: the next one of its bucket, or -1. */
  next = new Int32Array(0);
  #previous = new Int32Array(0);
  /** By row: its group * SLOTS + its status; -1 where there is no row. */
  bucket = new Int32Array(0);
  readonly #table = new HashTable(group => this.#hashOf(group));

  /** Numbers of groups are less than this. A group that is empty, or a number that none has, counts 0 rows. */
  get size(): number {
    return this.byCluster.size;
  }

  /** Room for that many rows. */
  growRows(length: number): void {
    const before = this.bucket.length;
    this.bucket = grow(this.bucket, length);
    this.bucket.fill(-1, before);
    this.next = grow(this.next, length);
    this.#previous = grow(this.#previous, length);
  }

  /** Puts a row where it belongs, and takes it away from where it was. */
  put(row: number, resource: GroupKey & Pick<IndexedResource, 'status'>): void {
    const group = this.#open(resource);
    const bucket = group * SLOTS + STATUS_RANK[resource.status];
    const before = this.bucket[row];
    if (before === bucket) return;
    this.#link(row, bucket);
    // After it was counted in the new bucket: a group that it stays in must not be empty in between.
    if (before >= 0) this.#uncount(before);
  }

  take(row: number): void {
    const bucket = this.bucket[row];
    this.#unlink(row);
    this.#uncount(bucket);
  }

  has(row: number): boolean {
    return this.bucket[row] >= 0;
  }

  key(group: number): GroupKey {
    return {
      cluster_id: this.clusters.value(this.cluster[group]),
      api_group: this.apiGroups.value(this.apiGroup[group]),
      kind: this.kinds.value(this.kind[group]),
      namespace: this.namespaces.value(this.namespace[group]),
    };
  }

  /** What the row's place says of it. */
  describe(row: number) {
    const bucket = this.bucket[row];
    return {
      ...this.key(groupOf(bucket)),
      status: STATUSES[rankOf(bucket)],
    };
  }

  get bytes(): number {
    return (
      [
        this.cluster,
        this.apiGroup,
        this.kind,
        this.namespace,
        this.counts,
        this.heads,
        this.next,
        this.#previous,
        this.bucket,
      ].reduce((sum, column) => sum + column.byteLength, 0) +
      this.byCluster.bytes +
      this.#table.bytes
    );
  }

  #link(row: number, bucket: number): void {
    if (this.bucket[row] >= 0) this.#unlink(row);
    const head = this.heads[bucket];
    this.next[row] = head;
    this.#previous[row] = -1;
    if (head >= 0) this.#previous[head] = row;
    this.heads[bucket] = row;
    this.bucket[row] = bucket;
    this.counts[bucket] += 1;
    this.counts[bucket | TOTAL] += 1;
  }

  #unlink(row: number): void {
    const next = this.next[row];
    const previous = this.#previous[row];
    if (previous >= 0) this.next[previous] = next;
    else this.heads[this.bucket[row]] = next;
    if (next >= 0) this.#previous[next] = previous;
    this.bucket[row] = -1;
  }

  #uncount(bucket: number): void {
    const group = groupOf(bucket);
    this.counts[bucket] -= 1;
    this.counts[group * SLOTS + TOTAL] -= 1;
    if (this.counts[group * SLOTS + TOTAL] > 0) return;
    this.#table.remove(this.#hashOf(group), group);
    this.byCluster.remove(group, this.cluster[group]);
    this.clusters.release(this.cluster[group]);
    this.apiGroups.release(this.apiGroup[group]);
    this.kinds.release(this.kind[group]);
    this.namespaces.release(this.namespace[group]);
  }

  /** The group of that key, a new one if need be. */
  #open(key: GroupKey): number {
    const cluster = this.clusters.acquire(key.cluster_id);
    const apiGroup = this.apiGroups.acquire(key.api_group);
    const kind = this.kinds.acquire(key.kind);
    const namespace = this.namespaces.acquire(key.namespace);
    const hash = hashOf(cluster, apiGroup, kind, namespace);
    const known = this.#table.find(
      hash,
      group =>
        this.cluster[group] === cluster &&
        this.apiGroup[group] === apiGroup &&
        this.kind[group] === kind &&
        this.namespace[group] === namespace,
    );
    if (known >= 0) {
      // The group holds them already.
      this.clusters.release(cluster);
      this.apiGroups.release(apiGroup);
      this.kinds.release(kind);
      this.namespaces.release(namespace);
      return known;
    }
    const group = this.byCluster.add({ cluster, kind, namespace });
    const before = this.heads.length;
    this.cluster = grow(this.cluster, this.size);
    this.apiGroup = grow(this.apiGroup, this.size);
    this.kind = grow(this.kind, this.size);
    this.namespace = grow(this.namespace, this.size);
    this.counts = grow(this.counts, this.size * SLOTS);
    this.heads = grow(this.heads, this.size * SLOTS);
    this.heads.fill(-1, before);
    this.cluster[group] = cluster;
    this.apiGroup[group] = apiGroup;
    this.kind[group] = kind;
    this.namespace[group] = namespace;
    this.#table.add(hash, group);
    return group;
  }

  #hashOf(group: number): number {
    return hashOf(
      this.cluster[group],
      this.apiGroup[group],
      this.kind[group],
      this.namespace[group],
    );
  }
}

function hashOf(...codes: number[]): number {
  let hash = 0;
  for (const code of codes) {
    hash = Math.imul(hash ^ code, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0x85ebca6b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
