/**
 * What the suite must know of a Flux kind before it meets one. Versions are not here on purpose:
 * a kind is a group and a name, its version is what the API server prefers.
 * @public
 */
export interface FluxKind {
  group: string;
  kind: string;
  /** Lower case plural, as in API paths. */
  plural: string;
  category: 'app' | 'source' | 'image' | 'notification' | 'operator';
  /** Whether the controller honours `reconcile.fluxcd.io/requestedAt`. */
  reconcilable: boolean;
  /** The annotation that suspends it (value `disabled`); other kinds use `spec.suspend`. */
  suspendAnnotation?: string;
  /** It has no status: existing is being ready. */
  static?: boolean;
}

const SOURCE = 'source.toolkit.fluxcd.io';
const IMAGE = 'image.toolkit.fluxcd.io';
const NOTIFICATION = 'notification.toolkit.fluxcd.io';
const OPERATOR = 'fluxcd.controlplane.io';

/**
 * The Flux kinds that the fleet watches, most important first.
 * Source: API reference of Flux 2.9 and of flux-operator.
 * @public
 */
export const FLUX_KINDS: readonly FluxKind[] = [
  {
    group: 'kustomize.toolkit.fluxcd.io',
    kind: 'Kustomization',
    plural: 'kustomizations',
    category: 'app',
    reconcilable: true,
  },
  {
    group: 'helm.toolkit.fluxcd.io',
    kind: 'HelmRelease',
    plural: 'helmreleases',
    category: 'app',
    reconcilable: true,
  },
  {
    group: SOURCE,
    kind: 'GitRepository',
    plural: 'gitrepositories',
    category: 'source',
    reconcilable: true,
  },
  {
    group: SOURCE,
    kind: 'OCIRepository',
    plural: 'ocirepositories',
    category: 'source',
    reconcilable: true,
  },
  {
    group: SOURCE,
    kind: 'HelmRepository',
    plural: 'helmrepositories',
    category: 'source',
    reconcilable: true,
  },
  {
    group: SOURCE,
    kind: 'HelmChart',
    plural: 'helmcharts',
    category: 'source',
    reconcilable: true,
  },
  {
    group: SOURCE,
    kind: 'Bucket',
    plural: 'buckets',
    category: 'source',
    reconcilable: true,
  },
  {
    group: SOURCE,
    kind: 'ExternalArtifact',
    plural: 'externalartifacts',
    category: 'source',
    reconcilable: false,
  },
  {
    group: 'source.extensions.fluxcd.io',
    kind: 'ArtifactGenerator',
    plural: 'artifactgenerators',
    category: 'source',
    reconcilable: true,
    suspendAnnotation: 'source.extensions.fluxcd.io/reconcile',
  },
  {
    group: IMAGE,
    kind: 'ImageRepository',
    plural: 'imagerepositories',
    category: 'image',
    reconcilable: true,
  },
  {
    group: IMAGE,
    kind: 'ImagePolicy',
    plural: 'imagepolicies',
    category: 'image',
    reconcilable: true,
  },
  {
    group: IMAGE,
    kind: 'ImageUpdateAutomation',
    plural: 'imageupdateautomations',
    category: 'image',
    reconcilable: true,
  },
  {
    group: NOTIFICATION,
    kind: 'Receiver',
    plural: 'receivers',
    category: 'notification',
    reconcilable: true,
  },
  {
    group: NOTIFICATION,
    kind: 'Alert',
    plural: 'alerts',
    category: 'notification',
    reconcilable: false,
    static: true,
  },
  {
    group: NOTIFICATION,
    kind: 'Provider',
    plural: 'providers',
    category: 'notification',
    reconcilable: false,
    static: true,
  },
  {
    group: OPERATOR,
    kind: 'FluxInstance',
    plural: 'fluxinstances',
    category: 'operator',
    reconcilable: true,
    suspendAnnotation: 'fluxcd.controlplane.io/reconcile',
  },
  {
    group: OPERATOR,
    kind: 'FluxReport',
    plural: 'fluxreports',
    category: 'operator',
    reconcilable: true,
    suspendAnnotation: 'fluxcd.controlplane.io/reconcile',
  },
  {
    group: OPERATOR,
    kind: 'ResourceSet',
    plural: 'resourcesets',
    category: 'operator',
    reconcilable: true,
    suspendAnnotation: 'fluxcd.controlplane.io/reconcile',
  },
  {
    group: OPERATOR,
    kind: 'ResourceSetInputProvider',
    plural: 'resourcesetinputproviders',
    category: 'operator',
    reconcilable: true,
    suspendAnnotation: 'fluxcd.controlplane.io/reconcile',
  },
];

/** @public */
export function findFluxKind(
  group: string,
  kind: string,
): FluxKind | undefined {
  return FLUX_KINDS.find(k => k.group === group && k.kind === kind);
}
