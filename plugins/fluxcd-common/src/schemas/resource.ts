import { z } from 'zod';
import { parseResourceSelector } from '../semantics/parseResourceSelector';
import { connectionSchema } from './cluster';
import { resourceStatusSchema } from './status';

/** @public */
export const objectReferenceSchema = z.object({
  group: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  /** Id of the resource in the fleet, when it is one that we know. */
  resourceId: z.string().optional(),
});
/** @public */
export type ObjectReference = z.infer<typeof objectReferenceSchema>;

/** Another object as a spec names it: its name may be `*`, narrowed by labels (`a=b,c=d`). @public */
export const factReferenceSchema = objectReferenceSchema.extend({
  labels: z.string().optional(),
});
/** @public */
export type FactReference = z.infer<typeof factReferenceSchema>;

/**
 * Something worth knowing of a resource of its kind, e.g. the path of a Kustomization. Names are translated
 * by the UI. @public
 */
export const factSchema = z.object({
  name: z.string(),
  /** As Flux writes it; the number of references where it names other objects. */
  value: z.string(),
  /** The first of the objects that it names. */
  references: z.array(factReferenceSchema).optional(),
});
/** @public */
export type Fact = z.infer<typeof factSchema>;

const suspensionSchema = z.object({
  by: z.string().optional(),
  reason: z.string().optional(),
  at: z.string().optional(),
});

/** A row of the resource list: what the fleet knows of one Flux object. @public */
export const resourceSchema = z.object({
  /** Opaque and stable: derived from cluster, group, kind, namespace and name. */
  id: z.string(),
  clusterId: z.string(),
  clusterName: z.string(),
  group: z.string(),
  version: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  status: resourceStatusSchema,
  /** Failed for good until spec or source change (condition `Stalled`), or failed and trying again. */
  stalled: z.boolean(),
  retrying: z.boolean(),
  suspended: z.boolean(),
  /** Who suspended it, why and when, as far as it was written down; absent when it is not suspended. */
  suspension: suspensionSchema.optional(),
  /** The `Ready` condition as it stands, also under a suspension; absent for kinds without conditions. */
  ready: z.enum(['True', 'False', 'Unknown']).optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  /** Applied or stored revision, e.g. `main@sha1:…` or a chart version. */
  revision: z.string().optional(),
  /** Revision of the last attempt, when it differs from `revision`. */
  attemptedRevision: z.string().optional(),
  source: objectReferenceSchema.optional(),
  /** URL of a source, without user info, query or fragment. */
  url: z.string().optional(),
  /** What a list of its kind shows beside the rest, by name (`path`, `chart`, …); absent when there is nothing. */
  facts: z.record(z.string(), z.string()).optional(),
  /** When the status last changed. ISO 8601. */
  statusSince: z.string().optional(),
  /**
   * When it last settled in another status or got another revision. Unlike `statusSince` it stays when a
   * reconciliation ends as it began. ISO 8601; absent until something has settled.
   */
  changedAt: z.string().optional(),
  lastReconciledAt: z.string().optional(),
  createdAt: z.string(),
  /** When this row was last written. ISO 8601. */
  updatedAt: z.string(),
});
/** @public */
export type Resource = z.infer<typeof resourceSchema>;

/** Per cluster: how current its rows are. A dead cluster costs one entry, never a page. @public */
export const freshnessSchema = z.object({
  clusterId: z.string(),
  clusterName: z.string(),
  connection: connectionSchema,
});
/** @public */
export type Freshness = z.infer<typeof freshnessSchema>;

const facetSchema = z.array(
  z.object({
    value: z.string(),
    label: z.string().optional(),
    count: z.number().int(),
  }),
);

/** Sortable columns of the resource list. @public */
export const resourceSortSchema = z.enum([
  'status',
  'name',
  'kind',
  'namespace',
  'cluster',
  'statusSince',
]);
/** @public */
export type ResourceSort = z.infer<typeof resourceSortSchema>;

const listParameter = z
  .union([z.string().max(253), z.array(z.string().max(253)).max(100)])
  .transform(v => (Array.isArray(v) ? v : [v]))
  .optional();

const selectorText = z
  .string()
  .max(800)
  .refine(text => parseResourceSelector(text) !== undefined, {
    error:
      'must be CLUSTER/NAMESPACE/KIND/NAME with * for any part but not all, or backstage.io/kubernetes-id=ID[@NAMESPACE]',
  });

/** Filters of the resource list; several values of one filter are alternatives. @public */
export const resourceQuerySchema = z.strictObject({
  cluster: listParameter,
  kind: listParameter,
  namespace: listParameter,
  status: z
    .union([resourceStatusSchema, z.array(resourceStatusSchema).max(10)])
    .transform(v => (Array.isArray(v) ? v : [v]))
    .optional(),
  /** Matches name, namespace, revision and message, as written (no pattern), ignoring case. */
  text: z.string().max(200).optional(),
  /**
   * `CLUSTER/NAMESPACE/KIND/NAME` with `*` for any part, or `backstage.io/kubernetes-id=ID`, narrowed by `@NAMESPACE`:
   * what belongs to a catalog entity. Several are alternatives.
   */
  selector: z
    .union([selectorText, z.array(selectorText).max(50)])
    .transform(v => (Array.isArray(v) ? v : [v]))
    .optional(),
  sort: resourceSortSchema.default('status'),
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(2048).optional(),
});
/** @public */
export type ResourceQuery = z.input<typeof resourceQuerySchema>;

/** @public */
export const resourceListSchema = z.object({
  items: z.array(resourceSchema),
  /** Hand it back as `cursor` to get the next page; absent on the last one. */
  nextCursor: z.string().optional(),
  /** Rows that match the filters. */
  total: z.number().int(),
  /** Counts per value; each facet ignores its own filter. */
  facets: z.object({
    cluster: facetSchema,
    kind: facetSchema,
    namespace: facetSchema,
    status: facetSchema,
  }),
  freshness: z.array(freshnessSchema),
});
/** @public */
export type ResourceList = z.infer<typeof resourceListSchema>;

/** @public */
export const conditionSchema = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
  lastTransitionTime: z.string().optional(),
});
/** @public */
export type Condition = z.infer<typeof conditionSchema>;

/** An object that a resource applied. @public */
export const managedObjectSchema = objectReferenceSchema.extend({
  version: z.string().optional(),
});
/** @public */
export type ManagedObject = z.infer<typeof managedObjectSchema>;

/** One past reconciliation or release, newest first. @public */
export const historyEntrySchema = z.object({
  status: z.string(),
  revision: z.string().optional(),
  action: z.string().optional(),
  firstAt: z.string().optional(),
  lastAt: z.string().optional(),
  /** How often it was reconciled with the same digest and outcome. */
  count: z.number().int().optional(),
});
/** @public */
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** Whether an act works on a resource as it stands; otherwise why not, in words. @public */
export const actionSupportSchema = z.object({
  supported: z.boolean(),
  refusal: z.string().optional(),
});
/** @public */
export type ActionSupport = z.infer<typeof actionSupportSchema>;

const suspensionSupport = actionSupportSchema.extend({
  /**
   * What will undo it, because what it applies says otherwise: a Kustomization, ResourceSet or FluxInstance when it
   * reconciles, a HelmRelease only with drift detection enabled.
   */
  revertedBy: objectReferenceSchema.optional(),
});

/** @public */
export const resourceDetailSchema = z.object({
  resource: resourceSchema,
  /** `false`: the cluster did not answer, and what follows is what the fleet last knew. */
  live: z.boolean(),
  /** Why it is not live, in words. */
  liveMessage: z.string().optional(),
  freshness: freshnessSchema,
  conditions: z.array(conditionSchema),
  /** Durations as Flux writes them, e.g. `10m0s`. */
  interval: z.string().optional(),
  timeout: z.string().optional(),
  /** Kustomization path, chart name and the like, most important first. */
  facts: z.array(factSchema),
  source: objectReferenceSchema.optional(),
  /** The source's own row, when the caller may read it. */
  sourceResource: resourceSchema.optional(),
  dependsOn: z.array(objectReferenceSchema),
  /** The Kustomization, HelmRelease or ResourceSet that applied this resource. */
  parent: objectReferenceSchema.optional(),
  inventory: z.array(managedObjectSchema),
  history: z.array(historyEntrySchema),
  labels: z.record(z.string(), z.string()),
  /** Whether Reconcile works here; otherwise why not. */
  reconcile: z.object({
    supported: z.boolean(),
    withSource: z.boolean(),
    refusal: z.string().optional(),
  }),
  suspend: suspensionSupport,
  resume: suspensionSupport,
  /** Makes a new Helm release though nothing changed. */
  force: actionSupportSchema,
  /** Clears the failure counts of a HelmRelease. */
  reset: actionSupportSchema,
  /** Who suspended it, why and when, as far as it was written down; absent when it is not suspended. */
  suspension: suspensionSchema.optional(),
});
/** @public */
export type ResourceDetail = z.infer<typeof resourceDetailSchema>;

/** A Kubernetes Event about a resource, newest first. @public */
export const resourceEventSchema = z.object({
  type: z.string(),
  reason: z.string(),
  message: z.string(),
  count: z.number().int(),
  firstAt: z.string().optional(),
  lastAt: z.string().optional(),
  reporter: z.string().optional(),
  revision: z.string().optional(),
});
/** @public */
export type ResourceEvent = z.infer<typeof resourceEventSchema>;
