import { digest } from '../runtime/digest';
import { duration } from '../runtime/duration';
import { timestamp } from '../runtime/timestamp';

const MAX_ENTRIES = 5;

interface Outcome {
  /** What was reconciled: the digest is made of it. */
  content: string;
  status: string;
  /** Milliseconds since the epoch. */
  now: number;
  durationMs: number;
  metadata?: Record<string, string>;
}

/** Adds to a `status.history` with the rules of Flux: an entry per digest and outcome, newest first, five at most. */
export function recordHistory(history: any[] = [], outcome: Outcome): any[] {
  const id = digest(outcome.content);
  const same = (entry: any) =>
    entry.digest === id && entry.lastReconciledStatus === outcome.status;
  const known = history.find(same);
  const at = timestamp(outcome.now);
  const entry = {
    digest: id,
    firstReconciled: known?.firstReconciled ?? at,
    lastReconciled: at,
    lastReconciledDuration: duration.format(outcome.durationMs),
    lastReconciledStatus: outcome.status,
    ...(outcome.metadata && { metadata: outcome.metadata }),
    totalReconciliations: (known?.totalReconciliations ?? 0) + 1,
  };
  return [entry, ...history.filter(item => !same(item))].slice(0, MAX_ENTRIES);
}
