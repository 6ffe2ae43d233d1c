import { behaviours } from './behaviours';
import { Skipped } from './Behaviour';
import { setUp, tearDown } from './fixtures';
import type { Target } from './Target';

export interface RowResult {
  id: string;
  what: string;
  result: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  reason?: string;
}

/** Runs every row, one after the other, and reports each as it ends. */
export async function runTable(
  target: Target,
  report: (row: RowResult) => void,
): Promise<void> {
  await setUp(target);
  try {
    for (const { id, what, run } of behaviours) {
      try {
        await run(target);
        report({ id, what, result: 'passed' });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const result = error instanceof Skipped ? 'skipped' : 'failed';
        report({ id, what, result, reason });
      }
    }
  } finally {
    await tearDown(target);
  }
}
