import type { Substitution } from '../replica/Substitution';
import type { CaseRun } from './CaseRun';
import type { Lab } from './Lab';

/** A defence of the product, taken out: the criterion must fail then, or it tells nothing. */
export interface Sabotage {
  /** What is taken out. */
  title: string;
  substitutions: readonly Substitution[];
}

/** One fault of the fault table, and what must hold under it. */
export interface FaultCase {
  /** As in the fault table. */
  id: string;
  title: string;
  /** What must hold, in one sentence. */
  criterion: string;
  /** Starts replicas of its own, because the fault is theirs or their database's. */
  ownReplicas?: boolean;
  /** Starts those, where one on SQLite will not do. */
  startLab?(substitutions: readonly Substitution[]): Promise<Lab>;
  /** Why it cannot run on this machine; undefined when it can. */
  missing?: () => string | undefined;
  sabotages: readonly Sabotage[];
  /** Does it and looks. Fails with FaultFailure when the criterion does not hold. */
  run(run: CaseRun): Promise<void>;
}
