import { asRecord } from './asRecord';
import type { FluxObject } from './FluxObject';
import { readObject } from './readObject';

/** Fields that several kinds have in the same place. */
const COMMON: Record<string, string> = {
  interval: 'interval',
  retryInterval: 'retryInterval',
  timeout: 'timeout',
};

const REF: Record<string, string> = {
  branch: 'ref.branch',
  tag: 'ref.tag',
  semver: 'ref.semver',
  ref: 'ref.name',
  commit: 'ref.commit',
  digest: 'ref.digest',
};

/**
 * Which fields of a spec are shown, by kind: fact name → path below `spec`. A list of what may be shown,
 * not of what may not: Helm values, substitutions, addresses and webhook paths can hold secrets.
 */
const FACTS: Record<string, Record<string, string>> = {
  Kustomization: {
    path: 'path',
    prune: 'prune',
    wait: 'wait',
    force: 'force',
    targetNamespace: 'targetNamespace',
    serviceAccountName: 'serviceAccountName',
    deletionPolicy: 'deletionPolicy',
  },
  HelmRelease: {
    chart: 'chart.spec.chart',
    chartVersion: 'chart.spec.version',
    releaseName: 'releaseName',
    targetNamespace: 'targetNamespace',
    storageNamespace: 'storageNamespace',
    serviceAccountName: 'serviceAccountName',
    driftDetection: 'driftDetection.mode',
  },
  GitRepository: { ...REF, provider: 'provider' },
  OCIRepository: { ...REF, provider: 'provider', verify: 'verify.provider' },
  HelmRepository: { type: 'type', provider: 'provider' },
  HelmChart: {
    chart: 'chart',
    chartVersion: 'version',
    reconcileStrategy: 'reconcileStrategy',
  },
  Bucket: {
    bucketName: 'bucketName',
    prefix: 'prefix',
    region: 'region',
    provider: 'provider',
  },
  ImageRepository: { image: 'image', provider: 'provider' },
  ImagePolicy: {
    semver: 'policy.semver.range',
    alphabetical: 'policy.alphabetical.order',
    numerical: 'policy.numerical.order',
    tagPattern: 'filterTags.pattern',
  },
  ImageUpdateAutomation: {
    branch: 'git.checkout.ref.branch',
    pushBranch: 'git.push.branch',
    path: 'update.path',
  },
  Receiver: { type: 'type' },
  Provider: { type: 'type' },
  Alert: { eventSeverity: 'eventSeverity', provider: 'providerRef.name' },
  FluxInstance: {
    distributionVersion: 'distribution.version',
    syncPath: 'sync.path',
    syncRef: 'sync.ref',
  },
};

function readPath(spec: Record<string, unknown>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => asRecord(value)[key], spec);
}

/**
 * What is worth knowing of an object's spec, as names that the UI translates and values as Flux writes
 * them. Nothing secret: only listed fields are read.
 * `remoteCluster` says that the object applies to another cluster (`spec.kubeConfig`).
 * @public
 */
export function readFacts(
  object: FluxObject,
): { name: string; value: string }[] {
  const { kind, spec } = readObject(object);
  const facts = Object.entries({ ...FACTS[kind], ...COMMON }).flatMap(
    ([name, path]) => {
      const value = readPath(spec, path);
      const shown =
        typeof value === 'string' ||
        typeof value === 'number' ||
        typeof value === 'boolean';
      return shown && value !== '' ? [{ name, value: String(value) }] : [];
    },
  );
  if (Object.keys(asRecord(spec.kubeConfig)).length > 0) {
    facts.push({ name: 'remoteCluster', value: 'true' });
  }
  return facts;
}
