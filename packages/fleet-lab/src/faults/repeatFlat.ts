import type { CaseRun } from './CaseRun';

/** What a round may leave behind. A watch that is not let go of holds more. */
const MAX_BYTES = 64 * 1024;

/**
 * Does the same thing again and again, and looks that the replica does not hold more and more: what is on its heaps after a
 * collection is compared between the end of the first third and the end.
 */
export async function repeatFlat(
  run: CaseRun,
  rounds: number,
  work: (round: number) => Promise<void>,
): Promise<void> {
  const first = Math.ceil(rounds / 3);
  for (let round = 0; round < first; round++) await work(round);
  const before = await run.replica.held();
  for (let round = first; round < rounds; round++) await work(round);
  const after = await run.replica.held();
  const bytes = Math.round((after - before) / (rounds - first));
  run.notes.heapGrowthPerRound = bytes;
  run.check(bytes <= MAX_BYTES, `each round left ${bytes} bytes on the heap`);
}
