import { z } from 'zod';
import { connectionSchema } from './cluster';

/** A change of the link to a cluster. @public */
export const connectionEventSchema = connectionSchema
  .pick({ state: true, reason: true, message: true })
  .extend({
    /** ISO 8601. */
    at: z.string(),
  });
/** @public */
export type ConnectionEvent = z.infer<typeof connectionEventSchema>;
