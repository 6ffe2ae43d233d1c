import type { Fact } from '../../schemas';
import { asRecord } from '../asRecord';
import { toFact } from './toFact';

/** Reads simple values at dotted paths below `root`: fact name → path. What is not there is left out. */
export function factsAt(root: unknown, paths: Record<string, string>): Fact[] {
  return Object.entries(paths).flatMap(([name, path]) =>
    toFact(
      name,
      path
        .split('.')
        .reduce<unknown>((value, key) => asRecord(value)[key], root),
    ),
  );
}
