import { z } from 'zod';
import { resourceStatusSchema } from './status';

/**
 * What the portal remembers of a resource. `status`: it settled in another status; `revision`: it has another
 * revision; `reconciliation` and `release`: what Flux itself tells of in `status.history`, kept after Flux has
 * forgotten it; `deleted`: the object is gone.
 * @public
 */
export const historyTypeSchema = z.enum([
  'status',
  'revision',
  'reconciliation',
  'release',
  'deleted',
]);
/** @public */
export type HistoryType = z.infer<typeof historyTypeSchema>;

/** One thing that happened to one resource. @public */
export const historyRecordSchema = z.object({
  id: z.string(),
  type: historyTypeSchema,
  /**
   * When it happened, ISO 8601: of statuses as their condition says, of reconciliations the first one, of releases
   * their making, by the clock of the cluster; otherwise when the portal saw it.
   */
  at: z.string(),
  /** Of reconciliations the last one so far. ISO 8601. */
  lastAt: z.string().optional(),
  resourceId: z.string(),
  clusterId: z.string(),
  clusterName: z.string(),
  group: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  /** Of the object: another one with the same name, made after this one was deleted, has another. */
  uid: z.string(),
  /** Of the resource, for `status`, `revision` and `deleted`. */
  status: resourceStatusSchema.optional(),
  /** The status before; absent when it is the first that was seen. */
  previousStatus: resourceStatusSchema.optional(),
  /** As Flux calls the outcome of a reconciliation or the state of a release, e.g. `superseded`. */
  outcome: z.string().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  /** Of a release the version of the chart. */
  revision: z.string().optional(),
  previousRevision: z.string().optional(),
  /** How often it was reconciled with the same digest and outcome, in a row or not. */
  count: z.number().int().optional(),
  /** How long the last of these reconciliations took, in milliseconds. */
  durationMs: z.number().int().optional(),
  /** What Helm did to make the release: `install`, `upgrade`, `rollback`, … */
  action: z.string().optional(),
  chart: z.string().optional(),
  appVersion: z.string().optional(),
  /** Number of the release, as Helm counts. */
  releaseVersion: z.number().int().optional(),
});
/** @public */
export type HistoryRecord = z.infer<typeof historyRecordSchema>;

/** Several values of one filter are alternatives. */
const several = <T extends z.ZodType<string, string>>(value: T) =>
  z
    .union([value, z.array(value).max(100)])
    .transform(v => (Array.isArray(v) ? v : [v]))
    .optional();

const time = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 date and time' })
  // Stored times are text in UTC with milliseconds: only the same form compares.
  .transform(v => new Date(v).toISOString())
  .optional();

/** Filters and page of the history of one resource. @public */
export const resourceHistoryQuerySchema = z.strictObject({
  type: several(historyTypeSchema),
  /** Not before. ISO 8601. */
  since: time,
  /** Before. ISO 8601. */
  until: time,
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(512).optional(),
});
/** @public */
export type ResourceHistoryQuery = z.input<typeof resourceHistoryQuerySchema>;

/** The same for the whole fleet. @public */
export const historyQuerySchema = resourceHistoryQuerySchema.extend({
  /** Names or ids. */
  cluster: several(z.string().max(255)),
  kind: several(z.string().max(63)),
  /** The empty text stands for resources outside of namespaces. */
  namespace: several(z.string().max(63)),
});
/** @public */
export type HistoryQuery = z.input<typeof historyQuerySchema>;

/** @public */
export const historyListSchema = z.object({
  /** Newest first. */
  items: z.array(historyRecordSchema),
  /** Hand it back as `cursor` to get the next page; absent on the last one. */
  nextCursor: z.string().optional(),
});
/** @public */
export type HistoryList = z.infer<typeof historyListSchema>;
