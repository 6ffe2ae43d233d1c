/** One line of `docs/data/performance.json`. */
export interface Outcome {
  /** Such as `B1-cpu`. */
  id: string;
  title: string;
  unit: string;
  ours: number;
  /** What the product is compared with, or nothing where the goal is a number of its own. */
  yardstick: number | null;
  /** How many times better ours is. */
  ratio: number | null;
  goal: string;
  met: boolean;
  /** Rounds whose medians these are; the two sides took turns. */
  rounds: number;
  /** The medians of the first and the second half of the rounds differ by more than a quarter. */
  unsteady?: boolean;
  /** The least that the same work can cost by any means. */
  floor?: number;
  /** Why the goal is not met, and what would be needed. */
  explanation?: string;
  /** Further figures of the same runs. */
  details?: Record<string, number | string>;
}
