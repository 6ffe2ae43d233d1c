import { describeObject } from './describeObject';
import type { FluxObject } from './FluxObject';
import { isSuspended } from './isSuspended';
import { findFluxKind } from './kinds';
import { readObject } from './readObject';

/** Why there is nothing to resume; undefined when there is. @public */
export function resumeRefusal(object: FluxObject): string | undefined {
  const { group, kind, deleting } = readObject(object);
  const what = describeObject(object);
  if (!findFluxKind(group, kind)) {
    return `${what} is of a kind that this portal does not know how to resume.`;
  }
  if (deleting) return `${what} is being deleted.`;
  if (!isSuspended(object)) return `${what} is not suspended.`;
  return undefined;
}
