import type { AksRow } from '../clusters/AksRow';
import { nameCandidates } from './nameCandidates';

/**
 * The names to try for each new cluster, best first, by resource id; those that another one of them is given first come
 * last. `taken`: names of clusters that are registered.
 */
export function assignNames(
  rows: readonly AksRow[],
  taken: Iterable<string>,
): Map<string, string[]> {
  const given = new Set(taken);
  return new Map(
    rows.map(row => {
      const candidates = nameCandidates(row);
      const free = candidates.filter(name => !given.has(name));
      if (free.length) given.add(free[0]);
      return [
        row.armId,
        [...free, ...candidates.filter(name => !free.includes(name))],
      ];
    }),
  );
}
