import { z } from 'zod';

/** What comes from a cluster may be anything: what is not of its type is taken for absent. */
const text = z.string().min(1).optional().catch(undefined);
const count = z.number().int().optional().catch(undefined);

const ownerSchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  uid: z.string().min(1),
  controller: z.boolean().optional().catch(undefined),
});

const stateSchema = z
  .object({
    waiting: z.object({ reason: text, message: text }).optional(),
    running: z.object({}).optional(),
    terminated: z.object({ reason: text }).optional(),
  })
  .catch({});

const statusesSchema = z
  .array(
    z.object({
      name: z.string(),
      ready: z.boolean().catch(false),
      restartCount: z.number().int().catch(0),
      state: stateSchema,
      lastState: stateSchema,
    }),
  )
  .catch([]);

const containersSchema = z
  .array(z.object({ name: z.string(), image: text }))
  .catch([]);

/** The parts of workloads and pods that are read. An object without name and uid is none. */
export const workloadObjectSchema = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().min(1),
    uid: z.string().min(1),
    generation: count,
    creationTimestamp: text,
    deletionTimestamp: text,
    annotations: z.record(z.string(), z.unknown()).catch({}),
    ownerReferences: z.array(ownerSchema).catch([]),
  }),
  spec: z
    .object({
      replicas: count,
      paused: z.boolean().optional().catch(undefined),
      progressDeadlineSeconds: count,
      updateStrategy: z.object({ type: text }).catch({}),
      selector: z
        .object({
          matchLabels: z.record(z.string(), z.string()).catch({}),
          matchExpressions: z
            .array(
              z.object({
                key: z.string(),
                operator: z.string(),
                values: z.array(z.string()).optional(),
              }),
            )
            .catch([]),
        })
        .optional()
        .catch(undefined),
      nodeName: text,
      containers: containersSchema,
      initContainers: containersSchema,
      ephemeralContainers: containersSchema,
    })
    .loose(),
  status: z
    .object({
      phase: text,
      replicas: count,
      readyReplicas: count,
      observedGeneration: count,
      containerStatuses: statusesSchema,
      initContainerStatuses: statusesSchema,
      ephemeralContainerStatuses: statusesSchema,
    })
    .loose(),
});

/** A workload or a pod, its fields checked. */
export type WorkloadObject = z.infer<typeof workloadObjectSchema>;
