import type { Target } from './Target';

/** Thrown by a row that cannot run on a target; the message says why. */
export class Skipped extends Error {}

/** One row of the conformance table. */
export interface Behaviour {
  id: string;
  /** What a real server does, in one sentence. */
  what: string;
  run(target: Target): Promise<void>;
}
