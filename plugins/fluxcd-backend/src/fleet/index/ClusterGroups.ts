import { grow } from './grow';

/** Numbers per group in a list: its own, and those of its kind and its namespace. */
export const GROUP_FACTS = 3;
/** Numbers of groups that a cluster gets at a time. */
const BLOCK = 16;

/**
 * The groups of each cluster, in no order, with what most questions want to know of them side by side: to go through
 * one cluster is to go through one array. It gives out their numbers, to each cluster some that follow each other, so
 * that what is kept by group is close together too.
 */
export class ClusterGroups {
  readonly #lists: Int32Array[] = [];
  readonly #sizes: number[] = [];
  /** By group: which one of its cluster's list it is. */
  #places = new Int32Array(0);
  /** By cluster: numbers that it does not use (any more). */
  readonly #free: number[][] = [];
  #size = 0;

  /** Numbers of groups are less than this. Not all of them are given out. */
  get size(): number {
    return this.#size;
  }

  /** The number of a new group. */
  add(at: { cluster: number; kind: number; namespace: number }): number {
    const { cluster, kind, namespace } = at;
    const free = (this.#free[cluster] ??= []);
    if (!free.length) {
      this.#size += BLOCK;
      for (let i = 1; i <= BLOCK; i += 1) free.push(this.#size - i);
      this.#places = grow(this.#places, this.#size);
    }
    const group = free.pop()!;
    const place = this.#sizes[cluster] ?? 0;
    const list = grow(
      this.#lists[cluster] ?? new Int32Array(0),
      (place + 1) * GROUP_FACTS,
    );
    list.set([group, kind, namespace], place * GROUP_FACTS);
    this.#lists[cluster] = list;
    this.#sizes[cluster] = place + 1;
    this.#places[group] = place;
    return group;
  }

  remove(group: number, cluster: number): void {
    const list = this.#lists[cluster];
    const last = (this.#sizes[cluster] - 1) * GROUP_FACTS;
    const place = this.#places[group];
    // The last one takes its place.
    list.copyWithin(place * GROUP_FACTS, last, last + GROUP_FACTS);
    this.#places[list[last]] = place;
    this.#sizes[cluster] -= 1;
    this.#free[cluster].push(group);
  }

  /** Number, kind and namespace of each group of a cluster, one after the other. */
  of(cluster: number): Int32Array {
    const size = this.#sizes[cluster] ?? 0;
    return size === 0
      ? new Int32Array(0)
      : this.#lists[cluster].subarray(0, size * GROUP_FACTS);
  }

  get bytes(): number {
    return this.#lists.reduce(
      (sum, list) => sum + list.byteLength,
      this.#places.byteLength,
    );
  }
}
