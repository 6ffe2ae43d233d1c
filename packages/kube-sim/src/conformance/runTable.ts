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

/** A row that hangs must not hide the rows after it. */
const ROW_TIMEOUT_MS = 150_000;

function limited(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout;
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`did not end in ${ROW_TIMEOUT_MS / 1000} s`)),
        ROW_TIMEOUT_MS,
      );
    }),
  ]).finally(() => clearTimeout(timer));
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
        await limited(run(target));
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
