import type { Row } from './Row';

/** How a read model differs from the truth. */
export interface Difference {
  /** Keys that it lacks, or of which it says something that is no longer so. */
  lost: string[];
  /** Keys that it has and the cluster has not. */
  invented: string[];
}

export function compareRows(
  truth: readonly Row[],
  model: readonly Row[],
): Difference {
  const left = new Map(model.map(row => [row.key, row]));
  const invented = left.size < model.length ? ['the same row twice'] : [];
  const lost: string[] = [];
  for (const row of truth) {
    const seen = left.get(row.key);
    left.delete(row.key);
    if (
      seen?.uid !== row.uid ||
      seen.status !== row.status ||
      seen.suspended !== row.suspended ||
      seen.revision !== row.revision
    ) {
      lost.push(row.key);
    }
  }
  return { lost, invented: [...invented, ...left.keys()] };
}
