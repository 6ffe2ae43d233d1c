import { z } from 'zod';
import { LABEL, nameSchema, namespaceSchema } from './names';
import { managedObjectSchema } from './resource';

/**
 * How an object in a cluster does. `missing`: the API server says that it does not exist; `unknown`: it could not be
 * looked up, or says nothing of itself that can be judged.
 * @public
 */
export const healthSchema = z.enum([
  'degraded',
  'missing',
  'progressing',
  'unknown',
  'suspended',
  'healthy',
]);
/** @public */
export type Health = z.infer<typeof healthSchema>;

/** A managed object as it was found in the cluster. @public */
export const treeObjectSchema = managedObjectSchema.extend({
  health: healthSchema,
  /** Why, in one sentence. */
  message: z.string().optional(),
  createdAt: z.string().optional(),
  /** Pods of a workload: wanted, and ready. */
  replicas: z
    .object({ desired: z.number().int(), ready: z.number().int() })
    .optional(),
});
/** @public */
export type TreeObject = z.infer<typeof treeObjectSchema>;

/** What a resource manages, with live health; unhealthy objects first. @public */
export const resourceTreeSchema = z.object({
  objects: z.array(treeObjectSchema),
  /** The objects are in another cluster (`spec.kubeConfig`), and were not looked up. */
  remote: z.boolean(),
  /** Objects that could not be looked up, in time or at all; they are `unknown`. */
  unchecked: z.number().int(),
  /** When the cluster was asked. ISO 8601. */
  checkedAt: z.string(),
});
/** @public */
export type ResourceTree = z.infer<typeof resourceTreeSchema>;

/** Kinds whose pods can be listed. @public */
export const workloadKindSchema = z.enum([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'CronJob',
  'Pod',
]);
/** @public */
export type WorkloadKind = z.infer<typeof workloadKindSchema>;

/** A workload in the inventory of a resource. @public */
export const workloadQuerySchema = z.strictObject({
  kind: workloadKindSchema,
  namespace: namespaceSchema,
  name: nameSchema,
});
/** @public */
export type WorkloadQuery = z.input<typeof workloadQuerySchema>;

/** @public */
export const podContainerSchema = z.object({
  name: z.string(),
  type: z.enum(['container', 'init', 'ephemeral']),
  image: z.string().optional(),
  ready: z.boolean(),
  restarts: z.number().int(),
  state: z.enum(['waiting', 'running', 'terminated', 'unknown']),
  /** Why it waits or ended, in one word of Kubernetes: `CrashLoopBackOff`. */
  reason: z.string().optional(),
  /** There was a run before this one, whose log can be read. */
  previous: z.boolean(),
});
/** @public */
export type PodContainer = z.infer<typeof podContainerSchema>;

/** @public */
export const podSchema = z.object({
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  phase: z.string(),
  health: healthSchema,
  message: z.string().optional(),
  node: z.string().optional(),
  createdAt: z.string().optional(),
  /** Restarts of all its containers. */
  restarts: z.number().int(),
  containers: z.array(podContainerSchema),
  /** The container that the pod names as its default one (annotation of kubectl), when it has it. */
  defaultContainer: z.string().optional(),
});
/** @public */
export type Pod = z.infer<typeof podSchema>;

/** The pods of a workload, the worst first. @public */
export const podListSchema = z.object({
  items: z.array(podSchema),
  /** There are more: these are not all of them. */
  truncated: z.boolean(),
});
/** @public */
export type PodList = z.infer<typeof podListSchema>;

const flagSchema = z.enum(['true', 'false']).transform(v => v === 'true');
const flag = () =>
  z.union([z.boolean(), flagSchema], 'must be true or false').default(false);
const whole = (least: number, most: number) =>
  z.coerce
    .number('must be a whole number')
    .int('must be a whole number')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);

/** Which lines of which container. @public */
export const podLogsQuerySchema = z.strictObject({
  namespace: namespaceSchema,
  pod: nameSchema,
  /** Default: what the pod names as its default container, else its first. */
  container: z
    .string()
    .regex(LABEL, 'must be the name of a container (RFC 1123 label)')
    .optional(),
  /** The newest lines there are. */
  tailLines: whole(1, 5_000).default(1_000),
  sinceSeconds: whole(1, 604_800).optional(),
  /** Of the run before this one. */
  previous: flag(),
  /** Stay, and send lines as they are written. */
  follow: flag(),
});
/** @public */
export type PodLogsQuery = z.input<typeof podLogsQuerySchema>;
