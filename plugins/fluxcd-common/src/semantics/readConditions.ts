import type { Condition } from '../schemas';
import { asList } from './asList';
import { asText } from './asText';
import { asTime } from './asTime';
import type { FluxObject } from './FluxObject';
import { readObject } from './readObject';

/** The conditions of an object, in its own order; entries without type or status are left out. @public */
export function readConditions(object: FluxObject): Condition[] {
  return asList(readObject(object).status.conditions).flatMap(condition => {
    const type = asText(condition.type);
    const status = asText(condition.status);
    if (!type || !status) return [];
    return [
      {
        type,
        status,
        reason: asText(condition.reason),
        message: asText(condition.message),
        lastTransitionTime: asTime(condition.lastTransitionTime),
      },
    ];
  });
}
