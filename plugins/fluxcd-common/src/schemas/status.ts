import { z } from 'zod';

/**
 * The status of a resource in one word; see `computeStatus` for the rules.
 * @public
 */
export const resourceStatusSchema = z.enum([
  'failed',
  'progressing',
  'waiting',
  'suspended',
  'deleting',
  'unknown',
  'ready',
]);
/** @public */
export type ResourceStatus = z.infer<typeof resourceStatusSchema>;

/** Number of resources per status, and in all. @public */
export const statusCountsSchema = z.object({
  total: z.number().int(),
  byStatus: z.partialRecord(resourceStatusSchema, z.number().int()),
});
/** @public */
export type StatusCounts = z.infer<typeof statusCountsSchema>;
