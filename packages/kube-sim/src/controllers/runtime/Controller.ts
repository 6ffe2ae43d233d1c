import { KubeObject, StoreEvent } from '../../store/ObjectStore';
import { ObjectHandle } from './ObjectHandle';

/**
 * One pass over an object. It yields pauses in milliseconds (a step of work, a poll) and returns the milliseconds until
 * the next pass, or undefined when only a change brings one.
 */
export type Pass = Generator<number, number | undefined>;

/** Keeps the objects of one kind as its real counterpart would. */
export interface Controller {
  readonly group: string;
  readonly kind: string;
  /** Field manager and event source. */
  readonly manager: string;
  reconcile(handle: ObjectHandle): Pass;
  /** Whether a change of the object itself asks for a pass; the default looks at generation, deletion and requests. */
  isRelevant?(object: KubeObject, previous: KubeObject): boolean;
  /** Changes of other kinds that ask for a pass. */
  readonly watches?: ReadonlyArray<{
    group: string;
    kind: string;
    map(event: StoreEvent): Array<{ namespace?: string; name: string }>;
  }>;
}
