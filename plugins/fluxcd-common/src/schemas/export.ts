import { z } from 'zod';
import { activityFilterSchema } from './activity';
import { resourceQuerySchema } from './resource';

/** An export holds at most this many rows; a longer list is refused, not cut. @public */
export const MAX_EXPORT_ROWS = 20_000;

/** CSV as RFC 4180 has it, or JSON as the list routes answer. @public */
export const exportFormatSchema = z.enum(['csv', 'json']);
/** @public */
export type ExportFormat = z.infer<typeof exportFormatSchema>;

const format = exportFormatSchema.default('csv');

/** @public */
export const exportClustersQuerySchema = z.strictObject({ format });

/** @public */
export const exportResourcesQuerySchema = resourceQuerySchema
  .omit({ limit: true, cursor: true })
  .extend({ format });

/** @public */
export const exportActivitiesQuerySchema = activityFilterSchema.extend({
  format,
});
