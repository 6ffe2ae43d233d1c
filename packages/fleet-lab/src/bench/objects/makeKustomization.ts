import type { FluxResource } from './FluxResource';
import {
  condition,
  recently,
  someIdentity,
  someMetadata,
  REQUESTED_AT,
  someReadiness,
} from './parts';
import type { Random } from './Random';

const API_VERSION = 'kustomize.toolkit.fluxcd.io/v1';
/** What an application is made of: group, kind, version. */
const APPLIED = [
  ['apps', 'Deployment', 'v1'],
  ['', 'Service', 'v1'],
  ['', 'ConfigMap', 'v1'],
  ['', 'ServiceAccount', 'v1'],
  ['networking.k8s.io', 'Ingress', 'v1'],
  ['autoscaling', 'HorizontalPodAutoscaler', 'v2'],
  ['rbac.authorization.k8s.io', 'RoleBinding', 'v1'],
  ['monitoring.coreos.com', 'ServiceMonitor', 'v1'],
  ['policy', 'PodDisruptionBudget', 'v1'],
  ['batch', 'CronJob', 'v1'],
];

/** A Kustomization of 5 to 12 kB: 20 to 100 objects in its inventory, most often about 30. */
export function makeKustomization(
  random: Random,
  index: number,
  resourceVersion: number,
): FluxResource {
  const identity = someIdentity(random, index);
  const { team, app, name, namespace } = identity;
  const readiness = someReadiness(random);
  const revision = `main@sha1:${random.hex(40)}`;
  const entries = Array.from(
    { length: 20 + Math.floor(random.next() ** 3 * 81) },
    (_, i) => {
      const [group, kind, v] = APPLIED[i % APPLIED.length];
      return { id: `${namespace}_${name}-${i}_${group}_${kind}`, v };
    },
  );
  const spec = {
    dependsOn: [{ name: 'infra-controllers', namespace: 'flux-system' }],
    force: false,
    healthChecks: [
      { apiVersion: 'apps/v1', kind: 'Deployment', name, namespace },
    ],
    interval: '10m0s',
    path: `./apps/${team}/${app}/overlays/production`,
    postBuild: {
      substitute: {
        cluster_env: 'production',
        cluster_region: 'eu-central-1',
      },
      substituteFrom: [{ kind: 'ConfigMap', name: 'cluster-vars' }],
    },
    prune: true,
    retryInterval: '2m0s',
    serviceAccountName: 'reconciler',
    sourceRef: {
      kind: 'GitRepository',
      name: `${team}-config`,
      namespace: 'flux-system',
    },
    ...(random.next() < 0.02 ? { suspend: true } : {}),
    targetNamespace: namespace,
    timeout: '5m0s',
    wait: true,
  };
  const status = {
    conditions: [] as FluxResource['status']['conditions'],
    history: [
      {
        digest: `sha256:${random.hex(64)}`,
        firstReconciled: recently(random, 48),
        lastReconciled: recently(random, 0.4),
        lastReconciledDuration: `${(1 + random.next() * 4).toFixed(3)}s`,
        lastReconciledStatus: 'ReconciliationSucceeded',
        metadata: { revision },
        totalReconciliations: 1 + random.below(900),
      },
    ],
    inventory: { entries },
    lastAppliedOriginRevision: revision,
    lastAppliedRevision: revision,
    lastAttemptedRevision: revision,
    lastHandledReconcileAt: REQUESTED_AT,
    observedGeneration: 0,
  };
  const metadata = someMetadata({
    random,
    apiVersion: API_VERSION,
    controller: 'kustomize-controller',
    identity,
    resourceVersion,
    spec,
    status,
  });
  const at = recently(random, 24);
  const { generation } = metadata;
  status.observedGeneration = generation;
  const says = {
    True: ['ReconciliationSucceeded', `Applied revision: ${revision}`],
    False: [
      'ReconciliationFailed',
      `Deployment/${namespace}/${name}-0 dry-run failed (Forbidden): deployments.apps "${name}-0" is forbidden: User "system:serviceaccount:${namespace}:reconciler" cannot patch resource "deployments" in API group "apps" in the namespace "${namespace}"`,
    ],
    Unknown: ['Progressing', 'Reconciliation in progress'],
  };
  const [reason, message] = says[readiness];
  status.conditions.push(
    condition({
      type: 'Ready',
      status: readiness,
      reason,
      message,
      at,
      generation,
    }),
  );
  if (readiness === 'Unknown') {
    status.conditions.push(
      condition({
        type: 'Reconciling',
        status: 'True',
        reason,
        message: `Building manifests for revision ${revision} with a timeout of 4m30s`,
        at,
        generation,
      }),
    );
  }
  return {
    apiVersion: API_VERSION,
    kind: 'Kustomization',
    metadata,
    spec,
    status,
  };
}
