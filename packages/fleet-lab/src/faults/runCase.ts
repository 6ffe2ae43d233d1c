import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { CaseRun } from './CaseRun';
import type { FaultCase } from './FaultCase';
import { FaultFailure } from './FaultFailure';
import type { Lab } from './Lab';

/** What came of one run of a case. */
export interface CaseOutcome {
  survived: boolean;
  /** Why it did not. */
  failure?: string;
  /** The failure is the lab's own, and tells nothing of the product. */
  broken?: boolean;
  lost: number;
  invented: number;
  notes: CaseRun['notes'];
}

/** Handles that a case may leave behind: connections of the pool of the database, say. */
const DESCRIPTORS = 6;

/** Runs a case, and looks whether the replica came out of it as it went in. */
export async function runCase(
  fault: FaultCase,
  options: { lab: Lab; seed: number },
): Promise<CaseOutcome> {
  const { lab } = options;
  const run = new CaseRun(options);
  const shared = fault.ownReplicas ? undefined : lab.replica;
  const before = shared && {
    descriptors: shared.descriptors,
    memory: shared.memory,
    unhandled: shared.unhandled.length,
  };
  let failure: unknown;
  try {
    await fault.run(run);
  } catch (error) {
    failure = error;
  }
  const ended = lab.replicas.find(replica => !replica.running);
  if (ended) {
    failure = new FaultFailure(`a replica ended: ${ended.log.slice(-2000)}`);
  }
  try {
    await run.end();
    for (const replica of lab.replicas) {
      const known = replica === shared ? before!.unhandled : 0;
      const [line] = replica.unhandled.slice(known);
      if (line) failure ??= new FaultFailure(`nobody caught: ${line}`);
    }
    if (shared && !ended) {
      run.notes.memoryGrowth = shared.memory - before!.memory;
      // Sockets take a moment to close.
      const limit = before!.descriptors + DESCRIPTORS;
      for (let i = 0; i < 100 && shared.descriptors > limit; i++) {
        await sleep(100);
      }
      const left = shared.descriptors - before!.descriptors;
      if (left > DESCRIPTORS) {
        failure ??= new FaultFailure(`${left} file descriptors stayed open`);
      }
    }
  } catch (error) {
    failure ??= error;
  }
  const { lost, invented } = run.difference;
  return {
    survived: failure === undefined,
    failure: failure === undefined ? undefined : describe(failure),
    broken: failure !== undefined && !(failure instanceof FaultFailure),
    lost: lost.length,
    invented: invented.length,
    notes: run.notes,
  };
}

function describe(failure: unknown): string {
  return failure instanceof FaultFailure ? failure.message : inspect(failure);
}
