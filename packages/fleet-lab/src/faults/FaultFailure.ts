/** A criterion that does not hold: what a sabotaged defence must lead to. Any other error is the lab's own. */
export class FaultFailure extends Error {
  override name = 'FaultFailure';
}
