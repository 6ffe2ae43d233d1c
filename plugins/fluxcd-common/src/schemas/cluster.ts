import { z } from 'zod';
import { clusterLabelsSchema, oneLine } from './clusterText';
import { statusCountsSchema } from './status';

/** An RFC 1123 label: the grammar of cluster names, and of namespaces in Kubernetes. */
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * The name of a cluster: unique in the portal, an RFC 1123 label (at most 63 characters).
 * @public
 */
export const clusterNameSchema = z
  .string()
  .regex(
    DNS_LABEL,
    'must be an RFC 1123 label: 1–63 lower case letters, digits or "-", starting and ending with a letter or digit',
  );

/**
 * Why a cluster cannot be read, or only in part. One word per cause, so that the UI can say what to do.
 * @public
 */
export const connectionReasonSchema = z.enum([
  'dns',
  'address-refused',
  'unreachable',
  'timeout',
  'tls',
  'unauthorized',
  'forbidden',
  'not-kubernetes',
  'flux-missing',
  'credentials-unreadable',
  'rate-limited',
  'server-error',
  'unknown',
]);
/** @public */
export type ConnectionReason = z.infer<typeof connectionReasonSchema>;

/**
 * The health of the link to a cluster: `connected` (all kinds watched), `degraded` (some kinds fail),
 * `disconnected` (nothing answers; rows are the last ones known), `connecting` (first contact pending),
 * `stopped` (its source says that it is switched off: nobody calls it, and rows are the last ones known),
 * `paused` (auto-sync is off: rows are as old as the last refresh; a reason says why that one failed).
 * @public
 */
export const connectionSchema = z.object({
  state: z.enum([
    'connecting',
    'connected',
    'degraded',
    'disconnected',
    'paused',
    'stopped',
  ]),
  reason: connectionReasonSchema.optional(),
  /** One sentence for people; never holds a credential or a response body. */
  message: z.string().optional(),
  /** When `state` last changed. ISO 8601. */
  since: z.string(),
  /** When the cluster last answered anything. ISO 8601; absent if it never did. */
  lastContactAt: z.string().optional(),
});
/** @public */
export type Connection = z.infer<typeof connectionSchema>;

/**
 * One Flux kind in one cluster. `absent`: the API server does not serve it (no CRD), which is no error.
 * @public
 */
export const clusterKindSchema = z.object({
  group: z.string(),
  kind: z.string(),
  /** The version that is read; absent when none is served. */
  version: z.string().optional(),
  /** Every version that the API server serves, in the order of its preference; absent until it was asked. */
  servedVersions: z.array(z.string()).optional(),
  state: z.enum(['pending', 'watching', 'absent', 'forbidden', 'failed']),
  message: z.string().optional(),
  /** When the list was last known to be complete and current. ISO 8601. */
  syncedAt: z.string().optional(),
  count: z.number().int(),
});
/** @public */
export type ClusterKind = z.infer<typeof clusterKindSchema>;

/**
 * How a cluster is authenticated, without the credential itself.
 * @public
 */
export const clusterAuthSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('token'), expiresAt: z.string().optional() }),
  z.object({
    type: z.literal('client-certificate'),
    expiresAt: z.string().optional(),
  }),
  z.object({ type: z.literal('in-cluster') }),
  /** A token of Entra ID for the API server of AKS, fetched by the identity of a connection when it is needed. */
  z.object({
    type: z.literal('azure'),
    connectionId: z.string(),
    /** Application id of the AKS server in Entra: the audience of the token. */
    serverAppId: z.string(),
  }),
]);
/** @public */
export type ClusterAuth = z.infer<typeof clusterAuthSchema>;

/** How the rows of a cluster are kept current. @public */
export const clusterSyncSchema = z.object({
  /** Watched all the time; otherwise read only when somebody asks for a refresh. */
  auto: z.boolean(),
  /** How often a watched cluster is listed in full all the same, in minutes; 0 for never. */
  resyncMinutes: z.number().int(),
  /** What was set for this cluster; the rest follows the configuration of the portal. */
  overridden: z.object({ auto: z.boolean(), resyncMinutes: z.boolean() }),
  /** Without auto-sync: when the oldest of its lists was read. ISO 8601; absent if none ever was. */
  dataAsOf: z.string().optional(),
});
/** @public */
export type ClusterSync = z.infer<typeof clusterSyncSchema>;

/**
 * What the source of a cluster says about it, when it is not simply there: `stopped` (switched off on purpose) or
 * `missing` (the source no longer lists it; it is removed when that lasts).
 * @public
 */
export const clusterAvailabilitySchema = z.object({
  state: z.enum(['stopped', 'missing']),
  /** One sentence for people. */
  message: z.string(),
  /** ISO 8601. */
  since: z.string(),
});
/** @public */
export type ClusterAvailability = z.infer<typeof clusterAvailabilitySchema>;

/** @public */
export const clusterSchema = z.object({
  /** Opaque and stable. */
  id: z.string(),
  name: clusterNameSchema,
  title: z.string().optional(),
  description: z.string().optional(),
  environment: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  /** Where the cluster came from: `manual`, `in-cluster`, or the id of a cluster source. */
  source: z.string(),
  sourceId: z.string().optional(),
  /** Page of the cluster in the console of its cloud. */
  consoleUrl: z.string().optional(),
  /** Absent when its source has nothing to say. */
  availability: clusterAvailabilitySchema.optional(),
  /** URL of the API server, without user info, query or fragment. */
  server: z.string(),
  auth: clusterAuthSchema,
  connection: connectionSchema,
  sync: clusterSyncSchema,
  kubernetesVersion: z.string().optional(),
  /** Version of the Flux distribution, e.g. `v2.9.4`, when it can be told. */
  fluxVersion: z.string().optional(),
  resourceCounts: statusCountsSchema,
  createdAt: z.string(),
  createdBy: z.string().optional(),
  updatedAt: z.string(),
});
/** @public */
export type Cluster = z.infer<typeof clusterSchema>;

/** @public */
export const clusterDetailSchema = clusterSchema.extend({
  kinds: z.array(clusterKindSchema),
});
/** @public */
export type ClusterDetail = z.infer<typeof clusterDetailSchema>;

/** Largest kubeconfig that is read, in characters. @public */
export const MAX_KUBECONFIG_LENGTH = 64 * 1024;

/**
 * What a person hands over to reach a cluster. Write-only: no route returns it.
 * @public
 */
export const clusterCredentialsInputSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('kubeconfig'),
    kubeconfig: z
      .string()
      .min(1, 'must not be empty')
      .max(
        MAX_KUBECONFIG_LENGTH,
        `must be at most ${MAX_KUBECONFIG_LENGTH} characters`,
      ),
    /** Required when the kubeconfig holds more than one context. */
    context: z.string().max(253).optional(),
  }),
  z.strictObject({
    type: z.literal('token'),
    /** `https://…` URL of the API server. */
    server: z.string().max(2048),
    /** PEM bundle that the server's certificate must chain to; the system's roots when absent. */
    certificateAuthority: z.string().max(MAX_KUBECONFIG_LENGTH).optional(),
    /** Server name for TLS, when it differs from the host of `server`. */
    tlsServerName: z.string().max(253).optional(),
    token: z
      .string()
      .min(1, 'must not be empty')
      .max(16 * 1024),
  }),
]);
/** @public */
export type ClusterCredentialsInput = z.infer<
  typeof clusterCredentialsInputSchema
>;

/** @public */
export const createClusterSchema = z.strictObject({
  name: clusterNameSchema,
  title: oneLine(128).optional(),
  description: oneLine(1024).optional(),
  environment: oneLine(63).optional(),
  labels: clusterLabelsSchema.optional(),
  credentials: clusterCredentialsInputSchema,
  /** Store the cluster though the connection test failed (an unreachable server, say). */
  allowFailedTest: z.boolean().optional(),
});
/** @public */
export type CreateCluster = z.infer<typeof createClusterSchema>;

/** @public */
export const kubeconfigContextSchema = z.object({
  name: z.string(),
  server: z.string().optional(),
  user: z.string().optional(),
  namespace: z.string().optional(),
  current: z.boolean(),
  /** Why this context cannot be used, naming the field; absent when it can. */
  refusal: z.string().optional(),
});
/** @public */
export type KubeconfigContext = z.infer<typeof kubeconfigContextSchema>;

/**
 * One step of a connection test, in the order they ran. After a `failed` step the rest is `skipped`.
 * @public
 */
export const connectionTestStepSchema = z.object({
  step: z.enum(['address', 'connect', 'authenticate', 'authorize', 'flux']),
  state: z.enum(['passed', 'warning', 'failed', 'skipped']),
  reason: connectionReasonSchema.optional(),
  message: z.string(),
});

/** @public */
export const connectionTestSchema = z.object({
  /** No step failed: the cluster can be stored and will be read. */
  ok: z.boolean(),
  server: z.string(),
  steps: z.array(connectionTestStepSchema),
  kubernetesVersion: z.string().optional(),
  fluxVersion: z.string().optional(),
  /** The identity that the API server sees, e.g. `system:serviceaccount:backstage:fluxcd`. */
  username: z.string().optional(),
  /** Per kind that the server serves: what the credential may do. */
  access: z.array(
    z.object({
      group: z.string(),
      kind: z.string(),
      read: z.boolean(),
      reconcile: z.boolean(),
    }),
  ),
});
/** @public */
export type ConnectionTest = z.infer<typeof connectionTestSchema>;
