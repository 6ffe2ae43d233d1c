import type { Outcome } from '../report/Outcome';

/** `smoke` only shows that it runs; `full` is what the figures are taken from. */
export type Size = 'smoke' | 'full';

/** One line of the table of goals. */
export interface Benchmark {
  id: string;
  title: string;
  /** Compares and checks; fails when the two sides do not answer the same. */
  run(size: Size, say: (line: string) => void): Promise<Outcome[]>;
}
