import { z } from 'zod';
import { freshnessSchema, resourceSchema } from './resource';
import { statusCountsSchema } from './status';

/** How many rows each list of the summary holds at most; the counts tell how many there are. @public */
export const SUMMARY_ROWS = 10;

/**
 * A resource that is neither failed nor done is called stuck after this long in one status, in milliseconds. Three
 * times the 5 minutes that Flux's own timeouts default to.
 * @public
 */
export const STUCK_AFTER_MS = 15 * 60_000;

/** The whole fleet at a glance. @public */
export const summarySchema = z.object({
  counts: statusCountsSchema,
  /** Every cluster, also those without resources, with what is known of it and how current that is. */
  clusters: z.array(
    freshnessSchema.extend({
      title: z.string().optional(),
      environment: z.string().optional(),
      counts: statusCountsSchema,
    }),
  ),
  /** By kind, over all clusters. */
  kinds: z.array(z.object({ kind: z.string(), counts: statusCountsSchema })),
  /** The failed ones, those that broke last first. */
  failed: z.array(resourceSchema),
  /** Progressing, waiting or being deleted for longer than `STUCK_AFTER_MS`, longest first. */
  stuck: z.array(resourceSchema),
  /** By `changedAt`, newest first. */
  changed: z.array(resourceSchema),
  suspended: z.array(resourceSchema),
  /** When this was counted. ISO 8601. */
  at: z.string(),
});
/** @public */
export type Summary = z.infer<typeof summarySchema>;
