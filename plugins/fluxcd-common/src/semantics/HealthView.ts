import type { Health } from '../schemas';

/** The health of an object and, unless it is healthy without more to say, one sentence why. @public */
export interface HealthView {
  health: Health;
  message?: string;
}
