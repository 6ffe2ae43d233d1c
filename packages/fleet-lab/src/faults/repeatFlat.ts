import type { CaseRun } from './CaseRun';

/** What a round may leave behind, which caches and pools do. A cluster that is not let go of holds five times as much. */
const MAX_BYTES = 128 * 1024;
/** Until what is under way has ended. Milliseconds. */
const QUIET_MS = 3_000;

async function held(run: CaseRun): Promise<number> {
  await run.sleep(QUIET_MS);
  return Math.min(await run.replica.held(), await run.replica.held());
}

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
  const before = await held(run);
  for (let round = first; round < rounds; round++) await work(round);
  const after = await held(run);
  const bytes = Math.round((after - before) / (rounds - first));
  run.notes.heapGrowthPerRound = bytes;
  run.check(bytes <= MAX_BYTES, `each round left ${bytes} bytes on the heap`);
}
