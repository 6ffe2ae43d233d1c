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

const API_VERSION = 'helm.toolkit.fluxcd.io/v2';

/** A HelmRelease of about 5.5 kB: values, and the last three releases. */
export function makeHelmRelease(
  random: Random,
  index: number,
  resourceVersion: number,
): FluxResource {
  const identity = someIdentity(random, index);
  const { team, app, name, namespace } = identity;
  const readiness = someReadiness(random);
  const spec = {
    chart: {
      spec: {
        chart: app,
        interval: '5m0s',
        reconcileStrategy: 'ChartVersion',
        sourceRef: {
          kind: 'HelmRepository',
          name: `${team}-charts`,
          namespace: 'flux-system',
        },
        version: '6.x',
      },
    },
    driftDetection: { mode: 'enabled' },
    install: { crds: 'CreateReplace', remediation: { retries: 3 } },
    interval: '10m0s',
    maxHistory: 5,
    releaseName: name,
    timeout: '5m0s',
    upgrade: {
      cleanupOnFail: true,
      crds: 'CreateReplace',
      remediation: {
        remediateLastFailure: true,
        retries: 3,
        strategy: 'rollback',
      },
    },
    values: {
      replicaCount: 3,
      image: {
        repository: `registry.example.com/${team}/${app}`,
        tag: `v1.${random.below(90)}.0`,
        pullPolicy: 'IfNotPresent',
      },
      resources: {
        requests: { cpu: '100m', memory: '128Mi' },
        limits: { cpu: '1', memory: '512Mi' },
      },
      ingress: {
        enabled: true,
        className: 'nginx',
        hosts: [
          {
            host: `${name}.example.com`,
            paths: [{ path: '/', pathType: 'Prefix' }],
          },
        ],
      },
      env: Object.fromEntries(
        Array.from({ length: 8 }, (_, i) => [`SETTING_${i}`, random.hex(12)]),
      ),
      podAnnotations: {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': '9797',
      },
    },
    valuesFrom: [{ kind: 'ConfigMap', name: `${name}-values` }],
  };
  const release = (version: number) => ({
    appVersion: '6.7.1',
    chartName: app,
    chartVersion: `6.${version}.0`,
    configDigest: `sha256:${random.hex(64)}`,
    deployed: recently(random, 48),
    digest: `sha256:${random.hex(64)}`,
    firstDeployed: recently(random, 24 * 30),
    lastDeployed: recently(random, 48),
    name,
    namespace,
    ociDigest: `sha256:${random.hex(64)}`,
    status: version === 7 ? 'deployed' : 'superseded',
    version,
  });
  const status = {
    conditions: [] as FluxResource['status']['conditions'],
    helmChart: `flux-system/${namespace}-${name}`,
    history: [release(7), release(6), release(5)],
    lastAttemptedConfigDigest: `sha256:${random.hex(64)}`,
    lastAttemptedGeneration: 0,
    lastAttemptedReleaseAction: 'upgrade',
    lastAttemptedReleaseActionDuration: '12.2s',
    lastAttemptedRevision: '6.7.0',
    lastHandledReconcileAt: REQUESTED_AT,
    observedGeneration: 0,
    storageNamespace: namespace,
  };
  const metadata = someMetadata({
    random,
    apiVersion: API_VERSION,
    controller: 'helm-controller',
    identity,
    resourceVersion,
    spec,
    status,
  });
  const at = recently(random, 24);
  const { generation } = metadata;
  status.observedGeneration = generation;
  status.lastAttemptedGeneration = generation;
  const released = `Helm upgrade succeeded for release ${namespace}/${name}.v7 with chart ${app}@6.7.0`;
  const says = {
    True: ['UpgradeSucceeded', released],
    False: [
      'UpgradeFailed',
      `Helm upgrade failed for release ${namespace}/${name} with chart ${app}@6.7.0: timed out waiting for the condition`,
    ],
    Unknown: ['Progressing', 'Running upgrade action with timeout of 5m0s'],
  };
  const [reason, message] = says[readiness];
  const add = (type: string, value: string, why: string, text: string) =>
    status.conditions.push(
      condition({
        type,
        status: value,
        reason: why,
        message: text,
        at,
        generation,
      }),
    );
  if (readiness === 'Unknown') add('Reconciling', 'True', reason, message);
  add('Ready', readiness, reason, message);
  add('Released', 'True', 'UpgradeSucceeded', released);
  return {
    apiVersion: API_VERSION,
    kind: 'HelmRelease',
    metadata,
    spec,
    status,
  };
}
