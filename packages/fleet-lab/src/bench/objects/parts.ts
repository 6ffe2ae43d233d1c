import { FIRST_RECONCILIATION } from './FIRST_RECONCILIATION';
import type { FluxResource } from './FluxResource';
import type { Random } from './Random';

const TEAMS =
  'payments checkout search identity platform observability media ads risk data infra growth'.split(
    ' ',
  );
const APPS =
  'api worker frontend gateway cron ingest admin cache sync billing ledger mailer'.split(
    ' ',
  );
/** Sixty namespaces per fleet, five per team. */
const NAMESPACES = 60;
/** What was, was before this; what happens, happens within the same clock hour. */
const NOW = FIRST_RECONCILIATION;

/** When somebody last asked for a reconciliation of everything; it has been handled. */
export const REQUESTED_AT = '2026-11-19T16:20:11.482913Z';

/** A time in the last `hours`, to the second, as Kubernetes writes it. */
export function recently(random: Random, hours: number): string {
  return toTimestamp(NOW - random.below(hours * 3600) * 1000);
}

/** Kubernetes keeps no fractions of seconds. Takes milliseconds since 1970. */
export function toTimestamp(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** What three of four objects of a fleet are: well. Six in a hundred have failed. */
export function someReadiness(random: Random): 'True' | 'False' | 'Unknown' {
  const x = random.next();
  if (x < 0.9) return 'True';
  return x < 0.96 ? 'False' : 'Unknown';
}

/** Who the object at `index` is; the same index gives the same name and namespace. */
export function someIdentity(
  random: Random,
  index: number,
): { team: string; app: string; name: string; namespace: string } {
  const team = TEAMS[index % TEAMS.length];
  const app = random.pick(APPS);
  return {
    team,
    app,
    name: `${team}-${app}-${index}`,
    namespace: `${team}-${index % NAMESPACES}`,
  };
}

export function condition(options: {
  type: string;
  status: string;
  reason: string;
  message: string;
  at: string;
  generation: number;
}): Record<string, unknown> {
  const { type, status, reason, message, at, generation } = options;
  return {
    lastTransitionTime: at,
    message,
    observedGeneration: generation,
    reason,
    status,
    type,
  };
}

/** Metadata with labels, finalizer and the managed fields of the three writers that every Flux object has. */
export function someMetadata(options: {
  random: Random;
  apiVersion: string;
  controller: string;
  identity: ReturnType<typeof someIdentity>;
  resourceVersion: number;
  spec: object;
  status: object;
}): FluxResource['metadata'] {
  const { random, apiVersion, controller, identity } = options;
  const createdAt = recently(random, 24 * 90);
  const toFields = (value: object) =>
    Object.fromEntries(Object.keys(value).map(key => [`f:${key}`, {}]));
  const labels = {
    'app.kubernetes.io/name': identity.app,
    'app.kubernetes.io/part-of': identity.team,
    'kustomize.toolkit.fluxcd.io/name': 'flux-system',
    'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
  };
  const writer = (
    manager: string,
    operation: string,
    time: string,
    fieldsV1: object,
    more: object = {},
  ) => ({
    apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1,
    manager,
    operation,
    ...more,
    time,
  });
  return {
    annotations: {
      'kustomize.toolkit.fluxcd.io/reconcile': 'enabled',
      'reconcile.fluxcd.io/requestedAt': REQUESTED_AT,
    },
    creationTimestamp: createdAt,
    finalizers: ['finalizers.fluxcd.io'],
    generation: 1 + random.below(20),
    labels,
    managedFields: [
      writer('kustomize-controller', 'Apply', createdAt, {
        'f:metadata': { 'f:labels': toFields(labels) },
        'f:spec': toFields(options.spec),
      }),
      writer(controller, 'Update', createdAt, {
        'f:metadata': {
          'f:finalizers': { '.': {}, 'v:"finalizers.fluxcd.io"': {} },
        },
      }),
      writer(
        controller,
        'Update',
        recently(random, 1),
        { 'f:status': toFields(options.status) },
        { subresource: 'status' },
      ),
    ],
    name: identity.name,
    namespace: identity.namespace,
    resourceVersion: String(options.resourceVersion),
    uid: random.uuid(),
  };
}
