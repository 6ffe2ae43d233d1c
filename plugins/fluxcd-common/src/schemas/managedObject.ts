import { z } from 'zod';
import { resourceSchema } from './resource';

/** An object of a cluster, and the resource that applied it, as the inventory of that resource says. @public */
export const managedObjectRecordSchema = z.object({
  /** Empty for the core API. */
  group: z.string(),
  kind: z.string(),
  /** Empty for objects without one. */
  namespace: z.string(),
  name: z.string(),
  /** Who applied it: its `revision` and `source` tell from what. */
  resource: resourceSchema,
});
/** @public */
export type ManagedObjectRecord = z.infer<typeof managedObjectRecordSchema>;

/** Several values of one filter are alternatives. */
const several = (max: number) =>
  z
    .union([z.string().max(max), z.array(z.string().max(max)).max(100)])
    .transform(v => (Array.isArray(v) ? v : [v]))
    .optional();

/** Which objects are asked for, and the page. @public */
export const managedObjectQuerySchema = z.strictObject({
  /** The whole name. */
  name: z.string().min(1).max(253),
  kind: several(63),
  /** The empty text stands for the core API. */
  group: several(253),
  /** The empty text stands for objects outside of namespaces. */
  namespace: several(63),
  /** Names or ids. */
  cluster: several(255),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(2048).optional(),
});
/** @public */
export type ManagedObjectQuery = z.input<typeof managedObjectQuerySchema>;

/** @public */
export const managedObjectListSchema = z.object({
  /** By kind, namespace and group. */
  items: z.array(managedObjectRecordSchema),
  /** Hand it back as `cursor` to get the next page; absent on the last one. */
  nextCursor: z.string().optional(),
});
/** @public */
export type ManagedObjectList = z.infer<typeof managedObjectListSchema>;
