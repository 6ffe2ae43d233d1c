import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Ten years: longer is surely a slip of the keyboard. */
const MAX_DAYS = 3650;

/** How long the record is kept, in days. */
export interface Retention {
  activityDays: number;
  operationDays: number;
  historyDays: number;
}

/** Fails with InputError, naming key and rule, when the configuration breaks a rule. */
export function readRetention(config: Config): Retention {
  const days = (name: keyof Retention, byDefault: number) => {
    const key = `fluxcd.retention.${name}`;
    const value = config.getOptionalNumber(key) ?? byDefault;
    if (!Number.isInteger(value) || value < 1 || value > MAX_DAYS) {
      throw new InputError(
        `${key}: must be a whole number from 1 to ${MAX_DAYS}`,
      );
    }
    return value;
  };
  return {
    activityDays: days('activityDays', 90),
    operationDays: days('operationDays', 30),
    historyDays: days('historyDays', 90),
  };
}
