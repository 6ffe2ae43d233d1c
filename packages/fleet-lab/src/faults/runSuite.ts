import { inspect } from 'node:util';
import { CaseRun } from './CaseRun';
import type { FaultCase } from './FaultCase';
import { Lab } from './Lab';
import { type CaseOutcome, runCase } from './runCase';

/** What the suite says of one fault. */
export interface CaseResult {
  id: string;
  title: string;
  criterion: string;
  /** Runs, each by another chance. */
  seeds: number;
  /** Runs in which the criterion held. */
  survived: number;
  /** Rows that were missing or wrong at the deadline, over all runs. */
  lost: number;
  invented: number;
  /** Whether each sabotage led to a failure; null when none was run. */
  sabotageCaught: boolean | null;
  sabotages: Array<{ title: string; caught: boolean; failure?: string }>;
  failures: string[];
  notes: Record<string, number | string>;
  /** Why it did not run. */
  skipped?: string;
}

export interface SuiteOptions {
  cases: readonly FaultCase[];
  seeds: number;
  /** Runs each case once more for each of its sabotages. */
  sabotage: boolean;
  onResult?: (result: CaseResult) => void;
}

/** Runs cases one after the other; those that need no replicas of their own share one, as long as it is well. */
export async function runSuite(options: SuiteOptions): Promise<CaseResult[]> {
  let shared: Lab | undefined;
  const results: CaseResult[] = [];
  try {
    for (const fault of options.cases) {
      const result = toResult(fault);
      results.push(result);
      result.skipped = fault.missing?.();
      for (let seed = 1; !result.skipped && seed <= options.seeds; seed++) {
        let outcome: CaseOutcome;
        if (fault.ownReplicas) {
          outcome = await runAlone(fault, [], seed);
        } else {
          shared ??= await startShared();
          outcome = await runCase(fault, { lab: shared, seed });
          if (!outcome.survived) {
            await shared.stop();
            shared = undefined;
          }
        }
        add(result, outcome, seed);
      }
      for (const { title, substitutions } of fault.sabotages) {
        if (result.skipped || !options.sabotage) break;
        const outcome = await runAlone(fault, substitutions, 1);
        const caught = !outcome.survived && !outcome.broken;
        result.sabotages.push({ title, caught, failure: outcome.failure });
        result.sabotageCaught = caught && result.sabotageCaught !== false;
      }
      options.onResult?.(result);
    }
  } finally {
    await shared?.stop();
  }
  return results;
}

/** A replica that has seen a cluster: what is loaded and pooled at the first is no growth. */
async function startShared(): Promise<Lab> {
  const lab = await Lab.start();
  const run = new CaseRun({ lab, seed: 0 });
  await run.cluster();
  await run.end();
  return lab;
}

async function runAlone(
  fault: FaultCase,
  substitutions: FaultCase['sabotages'][number]['substitutions'],
  seed: number,
): Promise<CaseOutcome> {
  let lab: Lab | undefined;
  try {
    lab = await (fault.startLab?.(substitutions) ??
      Lab.start({ substitutions }));
    return await runCase(fault, { lab, seed });
  } catch (error) {
    return {
      survived: false,
      broken: true,
      failure: inspect(error),
      lost: 0,
      invented: 0,
      notes: {},
    };
  } finally {
    await lab?.stop();
  }
}

function toResult({ id, title, criterion }: FaultCase): CaseResult {
  return {
    id,
    title,
    criterion,
    seeds: 0,
    survived: 0,
    lost: 0,
    invented: 0,
    sabotageCaught: null,
    sabotages: [],
    failures: [],
    notes: {},
  };
}

/** Of figures, the largest counts. */
function add(result: CaseResult, outcome: CaseOutcome, seed: number): void {
  result.seeds += 1;
  result.survived += outcome.survived ? 1 : 0;
  result.lost += outcome.lost;
  result.invented += outcome.invented;
  if (outcome.failure) result.failures.push(`seed ${seed}: ${outcome.failure}`);
  for (const [name, value] of Object.entries(outcome.notes)) {
    const before = result.notes[name];
    result.notes[name] =
      typeof value === 'number' && typeof before === 'number'
        ? Math.max(before, value)
        : value;
  }
}
