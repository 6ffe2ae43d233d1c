import { z } from 'zod';
import { nameSchema, namespaceSchema } from './names';

/** What an operation does. @public */
export const operationTypeSchema = z.enum([
  'reconcile',
  'force',
  'reset',
  'suspend',
  'resume',
  'sync',
  'restart',
  'scale',
  'delete-pod',
  /** A cluster source looks for its clusters; one target, one step per cluster. Not begun by `createOperation`. */
  'source-sync',
]);
/** @public */
export type OperationType = z.infer<typeof operationTypeSchema>;

/** How the work on one target, or one step of it, stands. @public */
export const operationStateSchema = z.enum([
  'pending',
  'running',
  'succeeded',
  'failed',
  /** Left alone on purpose: it is suspended, say. Does not make an operation fail. */
  'skipped',
  /** The portal lost sight of it (a restart, say): it may or may not have happened. */
  'unknown',
]);
/** @public */
export type OperationState = z.infer<typeof operationStateSchema>;

/**
 * The outcome as it was observed in the cluster, never assumed.
 * `ready`: reconciled and Ready; `done`: the cluster shows what was asked for, and nothing is left to wait for
 * (suspended, say); `undone`: the cluster does not show what was asked for, it was ignored or undone; `failed`: Flux gave up or waits for a change; `retrying`: it failed and
 * Flux tries again; `waiting`: a dependency is not ready; `source-failed`: the source did not become ready,
 * so the target was left alone; `suspended`: not reconciled because it is suspended; `gone`: deleted or replaced;
 * `timed-out`: nothing conclusive in time; `refused`: the API server said no; `unreachable`: no answer.
 * @public
 */
export const operationOutcomeSchema = z.enum([
  'ready',
  'done',
  'undone',
  'failed',
  'retrying',
  'waiting',
  'source-failed',
  'suspended',
  'gone',
  'timed-out',
  'refused',
  'unreachable',
  'interrupted',
]);
/** @public */
export type OperationOutcome = z.infer<typeof operationOutcomeSchema>;

/** @public */
export const operationStepSchema = z.object({
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  resourceId: z.string().optional(),
  state: operationStateSchema,
  outcome: operationOutcomeSchema.optional(),
  /** One sentence for people: what is awaited or what was observed. */
  message: z.string().optional(),
  revision: z.string().optional(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
});
/** @public */
export type OperationStep = z.infer<typeof operationStepSchema>;

/** @public */
export const operationTargetSchema = z.object({
  resourceId: z.string(),
  clusterId: z.string(),
  clusterName: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  state: operationStateSchema,
  outcome: operationOutcomeSchema.optional(),
  message: z.string().optional(),
  /** In order: sources first, the target last. */
  steps: z.array(operationStepSchema),
});
/** @public */
export type OperationTarget = z.infer<typeof operationTargetSchema>;

/** @public */
export const operationSchema = z.object({
  id: z.string(),
  type: operationTypeSchema,
  withSource: z.boolean(),
  /** Why, in the words of the user. */
  reason: z.string().optional(),
  state: operationStateSchema,
  targets: z.array(operationTargetSchema),
  /** Entity ref of the user. */
  requestedBy: z.string(),
  createdAt: z.string(),
  finishedAt: z.string().optional(),
});
/** @public */
export type Operation = z.infer<typeof operationSchema>;

const resourceTargets = z
  .array(z.strictObject({ resourceId: z.string().min(1).max(128) }))
  .min(1, 'must name at least one resource')
  .max(100, 'must name at most 100 resources');

/** A workload that a resource manages. One at a time: each is a decision of its own. */
const workloadTarget = <const K extends readonly [string, ...string[]]>(
  kinds: K,
) =>
  z.strictObject({
    resourceId: z.string().min(1).max(128),
    kind: z.enum(kinds),
    namespace: namespaceSchema,
    name: nameSchema,
  });

const reconcileFields = {
  /** Reconcile the source first, wait for it, then the target. */
  withSource: z.boolean().default(false),
  targets: resourceTargets,
};

/** What each type of operation is asked with. One more type is one more entry here. */
const bodies = [
  z.strictObject({ type: z.literal('reconcile'), ...reconcileFields }),
  /** Makes a new Helm release though nothing changed. HelmRelease only. */
  z.strictObject({ type: z.literal('force'), targets: resourceTargets }),
  /** Clears the failure counts, so that retries start anew. HelmRelease only. */
  z.strictObject({ type: z.literal('reset'), targets: resourceTargets }),
  z.strictObject({
    type: z.literal('suspend'),
    /** Written to the object, for all to read. */
    reason: z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(500, 'must be at most 500 characters')
      .optional(),
    targets: resourceTargets,
  }),
  z.strictObject({ type: z.literal('resume'), targets: resourceTargets }),
  /** Replaces the pods of a workload that the resource manages, by a rollout. */
  z.strictObject({
    type: z.literal('restart'),
    targets: z.tuple([
      workloadTarget(['Deployment', 'StatefulSet', 'DaemonSet']),
    ]),
  }),
  /** Sets the number of pods of a workload; Flux sets it back where its manifest names one. */
  z.strictObject({
    type: z.literal('scale'),
    replicas: z
      .number('must be a whole number')
      .int('must be a whole number')
      .min(0, 'must be at least 0')
      .max(100, 'must be at most 100'),
    targets: z.tuple([workloadTarget(['Deployment', 'StatefulSet'])]),
  }),
  /** Deletes the one pod that has this uid, not its successor of the same name. */
  z.strictObject({
    type: z.literal('delete-pod'),
    targets: z.tuple([
      z.strictObject({
        resourceId: z.string().min(1).max(128),
        namespace: namespaceSchema,
        name: nameSchema,
        uid: z.string().min(1).max(128),
      }),
    ]),
  }),
] as const;

/** @public */
export const createOperationSchema = z.discriminatedUnion('type', bodies, {
  error: issue =>
    issue.code === 'invalid_union'
      ? `must be one of ${bodies.map(b => b.shape.type.value).join(', ')}`
      : undefined,
});
/** @public */
export type CreateOperation = z.input<typeof createOperationSchema>;

/** The body of an operation of type `reconcile`, where the path says the type. @public */
export const reconcileResourcesSchema = z
  .strictObject(reconcileFields)
  .transform(body => ({ type: 'reconcile' as const, ...body }));
