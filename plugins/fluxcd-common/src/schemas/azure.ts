import { z } from 'zod';
import { oneLine } from './clusterText';

/** Ids of tenants, subscriptions and applications in Entra ID. */
const guid = z
  .string()
  .trim()
  .regex(
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    'must be a GUID like 00000000-0000-0000-0000-000000000000',
  )
  .overwrite(value => value.toLowerCase());

/** Client secrets that Entra makes are 40 characters long; those made by hand were shorter. */
const clientSecret = z
  .string()
  .min(8, 'must be at least 8 characters')
  .max(256, 'must be at most 256 characters')
  .regex(
    /^[\x21-\x7e]+$/,
    'must be one line of printable ASCII without spaces',
  );

const SUBSCRIPTIONS_RULE = 'must be "all" or a list of ids of subscriptions';

/** Which subscriptions are looked through: those named, or `all` that the identity can see. @public */
export const azureSubscriptionsSchema = z.union([
  z.literal('all', SUBSCRIPTIONS_RULE),
  z
    .array(guid, SUBSCRIPTIONS_RULE)
    .min(1, 'must name at least one subscription, or be "all"')
    .max(100, 'must name at most 100 subscriptions'),
]);

/** A text in which `*` stands for any characters; case does not count. */
const pattern = oneLine(90).min(1, 'must not be empty');

/**
 * Picks AKS clusters; a cluster must match every field that is given, by any of its values.
 * @public
 */
export const azureFilterSchema = z.strictObject({
  names: z.array(pattern).max(50).optional(),
  resourceGroups: z.array(pattern).max(50).optional(),
  /** `*` as the value: any value will do. */
  tags: z
    .record(oneLine(512).min(1), oneLine(256))
    .refine(tags => Object.keys(tags).length <= 15, 'must name at most 15 tags')
    .optional(),
});
/** @public */
export type AzureFilter = z.infer<typeof azureFilterSchema>;

const connectionName = oneLine(63).min(1, 'must not be empty');

/**
 * What a person hands over to connect to Azure. The secret is write-only: no route returns it.
 * @public
 */
export const createAzureConnectionSchema = z.strictObject({
  name: connectionName,
  /** One of `clouds` of the list of connections; the first of them when absent. */
  cloud: oneLine(63).optional(),
  tenantId: guid,
  clientId: guid,
  clientSecret,
  subscriptions: azureSubscriptionsSchema,
  /** Only clusters that match; all of them when absent. */
  include: azureFilterSchema.optional(),
  /** Not those that match, whatever `include` says. */
  exclude: azureFilterSchema.optional(),
});
/** @public */
export type CreateAzureConnection = z.input<typeof createAzureConnectionSchema>;

/**
 * Another tenant or client needs its secret with it. `null` drops a filter.
 * @public
 */
export const updateAzureConnectionSchema = z
  .strictObject({
    name: connectionName.optional(),
    tenantId: guid.optional(),
    clientId: guid.optional(),
    clientSecret: clientSecret.optional(),
    subscriptions: azureSubscriptionsSchema.optional(),
    include: azureFilterSchema.nullable().optional(),
    exclude: azureFilterSchema.nullable().optional(),
  })
  .refine(change => Object.keys(change).length > 0, 'must change something')
  .refine(
    change => !(change.tenantId || change.clientId) || change.clientSecret,
    {
      path: ['clientSecret'],
      error: 'is needed with another tenant or client',
    },
  );
/** @public */
export type UpdateAzureConnection = z.input<typeof updateAzureConnectionSchema>;

/** What went wrong in Azure, in plain words. @public */
export const azureProblemSchema = z.object({
  /** As Azure names it: `AADSTS7000215`, `AuthorizationFailed`, …; absent when it never answered. */
  code: z.string().optional(),
  /** One sentence: what happened and why. Never a secret, never a body of Azure's. */
  message: z.string(),
  /** What mends it, in words. */
  remedy: z.string().optional(),
  /** A command line that mends it. */
  command: z.string().optional(),
  /** The subscription that it is about. */
  subscriptionId: z.string().optional(),
});
/** @public */
export type AzureProblem = z.infer<typeof azureProblemSchema>;

/**
 * How an identity is proven. Only `client-secret` can be added in the portal: the others act with the identity of the
 * backend itself and belong to whoever writes its configuration.
 * @public
 */
export const azureCredentialTypeSchema = z.enum([
  'client-secret',
  'workload-identity',
  'managed-identity',
  'federated',
  'default',
]);
/** @public */
export type AzureCredentialType = z.infer<typeof azureCredentialTypeSchema>;

/** An identity in Azure and the subscriptions that are looked through with it. @public */
export const azureConnectionSchema = z.object({
  /** Opaque and stable. */
  id: z.string(),
  name: z.string(),
  /** `config`: it stands in the configuration of the portal, and is changed there. */
  origin: z.enum(['portal', 'config']),
  cloud: z.string(),
  tenantId: z.string().optional(),
  clientId: z.string().optional(),
  credential: z.object({
    type: azureCredentialTypeSchema,
    /** When the secret was last set. ISO 8601. */
    setAt: z.string().optional(),
    /** When the secret ends, as far as Entra tells. ISO 8601. */
    expiresAt: z.string().optional(),
    /** `false`: no key of the portal opens it. */
    readable: z.boolean(),
  }),
  /** Object id of the identity in Entra: the subject of Kubernetes role bindings. Known after the first token. */
  objectId: z.string().optional(),
  subscriptions: azureSubscriptionsSchema,
  include: azureFilterSchema.optional(),
  exclude: azureFilterSchema.optional(),
  /** Clusters in the portal that came through this connection. */
  clusterCount: z.number().int(),
  /** Of those, how many Azure no longer lists. */
  missingCount: z.number().int(),
  /**
   * How the last sync went: `partial` means that some subscriptions or clusters failed, and nothing was retired for
   * it. `pending`: there was none yet, or none since a new secret was set after a failure.
   */
  status: z.enum(['pending', 'ok', 'partial', 'failed']),
  problems: z.array(azureProblemSchema),
  lastSyncAt: z.string().optional(),
  /** When the next scheduled one is due, at the earliest. ISO 8601. */
  nextSyncAt: z.string().optional(),
  /** The sync that is under way, when it was begun by a person. */
  operationId: z.string().optional(),
  createdAt: z.string(),
  createdBy: z.string().optional(),
  updatedAt: z.string(),
});
/** @public */
export type AzureConnection = z.infer<typeof azureConnectionSchema>;

/** @public */
export const azureConnectionListSchema = z.object({
  items: z.array(azureConnectionSchema),
  /** Clouds that the configuration of the portal knows. */
  clouds: z.array(z.object({ name: z.string(), title: z.string() })),
  /** How often all connections are synchronized; 0 for never. Minutes. */
  syncMinutes: z.number().int(),
  /** Complete listings in a row that must miss a cluster before it is removed from the portal. */
  retireAfter: z.number().int(),
});
/** @public */
export type AzureConnectionList = z.infer<typeof azureConnectionListSchema>;

/** One step of a test of a connection, in the order they ran. After a `failed` step its dependants are `skipped`. @public */
export const azureTestStepSchema = azureProblemSchema.extend({
  step: z.enum(['arm-token', 'subscription', 'list', 'aks-token', 'cluster']),
  /** Which subscription or cluster, by name when it is known. */
  subject: z.string().optional(),
  state: z.enum(['passed', 'warning', 'failed', 'skipped']),
});
/** @public */
export type AzureTestStep = z.infer<typeof azureTestStepSchema>;

/** @public */
export const azureTestSchema = z.object({
  /** No step failed. */
  ok: z.boolean(),
  steps: z.array(azureTestStepSchema),
  /** Object id of the identity: the subject of Kubernetes role bindings. */
  objectId: z.string().optional(),
});
/** @public */
export type AzureTest = z.infer<typeof azureTestSchema>;

/** An AKS cluster as Azure lists it, and what a sync would do with it. @public */
export const aksClusterSchema = z.object({
  /** Resource id in Azure, in lower case. */
  armId: z.string(),
  name: z.string(),
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  location: z.string(),
  kubernetesVersion: z.string().optional(),
  nodeCount: z.number().int(),
  power: z.enum(['running', 'stopped', 'unknown']),
  /** As Azure says it: `Succeeded`, `Creating`, … */
  provisioningState: z.string().optional(),
  /** Signs in by Entra ID; otherwise by a client certificate that is stored. */
  entra: z.boolean(),
  private: z.boolean(),
  tags: z.record(z.string(), z.string()),
  /** Page of the cluster in the Azure portal. */
  portalUrl: z.string(),
  /** Its id here, when it is imported. */
  clusterId: z.string().optional(),
  /** What a sync does: `import` it, `update` the one that is here, or leave it for the `reason`. */
  verdict: z.enum(['import', 'update', 'excluded', 'unsupported', 'not-ready']),
  reason: z.string().optional(),
});
/** @public */
export type AksCluster = z.infer<typeof aksClusterSchema>;

/** @public */
export const aksClusterListSchema = z.object({
  items: z.array(aksClusterSchema),
  /** `false`: some subscriptions could not be read; `problems` says which. */
  complete: z.boolean(),
  problems: z.array(azureProblemSchema),
});
/** @public */
export type AksClusterList = z.infer<typeof aksClusterListSchema>;
