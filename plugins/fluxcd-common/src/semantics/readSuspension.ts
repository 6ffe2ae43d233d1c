import { asText } from './asText';
import { asTime } from './asTime';
import type { FluxObject } from './FluxObject';
import { isSuspended } from './isSuspended';
import { readObject } from './readObject';
import { SUSPENSION_ANNOTATIONS } from './SUSPENSION_ANNOTATIONS';

/** Who suspended an object, why and when, as far as it was written down. @public */
export interface Suspension {
  /** A user as the tool that suspended calls them; ours writes entity refs. */
  by?: string;
  reason?: string;
  /** ISO 8601. */
  at?: string;
}

/**
 * Who suspended the object and why: the portal's own annotations, or those of other tools. Undefined when it is not
 * suspended, for what is left of an earlier suspension says nothing.
 * @public
 */
export function readSuspension(object: FluxObject): Suspension | undefined {
  if (!isSuspended(object)) return undefined;
  const { annotations } = readObject(object);
  const first = (keys: readonly string[]) =>
    keys.map(key => asText(annotations[key])).find(value => value);
  return {
    by: first(SUSPENSION_ANNOTATIONS.by),
    reason: first(SUSPENSION_ANNOTATIONS.reason),
    at: asTime(first(SUSPENSION_ANNOTATIONS.at)),
  };
}
