import { z } from 'zod';
import { clusterLabelsSchema, oneLine } from './clusterText';

/** Longest time between two full lists of a watched cluster, in minutes: a week. @public */
export const MAX_RESYNC_MINUTES = 7 * 24 * 60;

/**
 * What to change of a cluster; what is left out stays. Empty text takes a field away. `labels` replaces all labels:
 * whoever wants to keep some sends them along.
 * @public
 */
export const updateClusterSchema = z
  .strictObject({
    title: oneLine(128).optional(),
    description: oneLine(1024).optional(),
    environment: oneLine(63).optional(),
    labels: clusterLabelsSchema.optional(),
    /** `null` takes a setting of this cluster back: the configuration of the portal then counts. */
    sync: z
      .strictObject({
        auto: z.boolean().nullable().optional(),
        resyncMinutes: z
          .number()
          .int()
          .min(0)
          .max(
            MAX_RESYNC_MINUTES,
            `must be at most ${MAX_RESYNC_MINUTES} minutes`,
          )
          .nullable()
          .optional(),
      })
      .optional(),
  })
  .refine(
    change => Object.values(change).some(value => value !== undefined),
    'must name at least one field to change',
  );
/** @public */
export type UpdateCluster = z.infer<typeof updateClusterSchema>;
