import { z } from 'zod';

/** One act of one person on one target. @public */
export const activitySchema = z.object({
  id: z.string(),
  /** When it was begun. ISO 8601. */
  at: z.string(),
  /** Entity ref of the user. */
  actor: z.string(),
  /** What was done, e.g. `cluster.create` or `resource.reconcile`. */
  action: z.string(),
  /**
   * `initiated`: under way, or nobody saw its end; `succeeded` and `failed` for clusters; for resources the outcome
   * that was observed, see `operationOutcomeSchema`.
   */
  outcome: z.string(),
  message: z.string().optional(),
  clusterId: z.string().optional(),
  /** As it was called then. */
  clusterName: z.string().optional(),
  resourceId: z.string().optional(),
  kind: z.string().optional(),
  namespace: z.string().optional(),
  name: z.string().optional(),
  operationId: z.string().optional(),
});
/** @public */
export type Activity = z.infer<typeof activitySchema>;

const listParameter = z
  .union([z.string().max(255), z.array(z.string().max(255)).max(100)])
  .transform(v => (Array.isArray(v) ? v : [v]))
  .optional();

const time = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 date and time' })
  // Stored times are text in UTC with milliseconds: only the same form compares.
  .transform(v => new Date(v).toISOString())
  .optional();

/** Filters of the activity; several values of one filter are alternatives. @public */
export const activityFilterSchema = z.strictObject({
  /** Part of the entity ref, ignoring case. */
  actor: z.string().max(255).optional(),
  action: listParameter,
  outcome: listParameter,
  /** Names or ids; clusters that were removed since can be named too. */
  cluster: listParameter,
  /** Not before. ISO 8601. */
  from: time,
  /** Before. ISO 8601. */
  to: time,
});

/** @public */
export const activityQuerySchema = activityFilterSchema.extend({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(512).optional(),
});
/** @public */
export type ActivityQuery = z.input<typeof activityQuerySchema>;

/** @public */
export const activityListSchema = z.object({
  /** Newest first. */
  items: z.array(activitySchema),
  /** Hand it back as `cursor` to get the next page; absent on the last one. */
  nextCursor: z.string().optional(),
  /** What there is to filter by, over the whole record. */
  choices: z.object({
    action: z.array(z.string()),
    outcome: z.array(z.string()),
    cluster: z.array(z.string()),
  }),
});
/** @public */
export type ActivityList = z.infer<typeof activityListSchema>;
