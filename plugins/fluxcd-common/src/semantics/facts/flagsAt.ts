import type { Fact } from '../../schemas';
import { factsAt } from './factsAt';

/** Reads flags at dotted paths below `root`, those that are set: that one is not is no news. */
export function flagsAt(root: unknown, paths: Record<string, string>): Fact[] {
  return factsAt(root, paths).filter(fact => fact.value === 'true');
}
