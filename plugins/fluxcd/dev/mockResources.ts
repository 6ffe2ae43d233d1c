import type { Resource } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

const ago = (seconds: number) =>
  new Date(Date.now() - seconds * 1000).toISOString();
const SHA = '6a5ac7b1d2f04c0f9f1c1cf1a38b2f7d5c1f0aa2';

function resource(
  change: Partial<Resource> & Pick<Resource, 'kind' | 'name' | 'status'>,
): Resource {
  return {
    id: `r-${change.clusterId ?? 'c-eu'}-${change.kind}-${change.name}`,
    clusterId: 'c-eu',
    clusterName: 'prod-eu-west',
    group: 'kustomize.toolkit.fluxcd.io',
    version: 'v1',
    namespace: 'flux-system',
    uid: change.name,
    stalled: false,
    retrying: false,
    suspended: false,
    ready: change.status === 'ready' ? 'True' : 'False',
    revision: `main@sha1:${SHA}`,
    statusSince: ago(7_200),
    lastReconciledAt: ago(120),
    createdAt: ago(86_400 * 30),
    updatedAt: ago(120),
    ...change,
  };
}

/** Resources in every status. */
export const mockResources: Resource[] = [
  resource({
    kind: 'Kustomization',
    name: 'checkout',
    status: 'failed',
    retrying: true,
    reason: 'HealthCheckFailed',
    message:
      'health check failed after 5m0s: timeout waiting for: [Deployment/shop/checkout status: InProgress]',
  }),
  resource({ kind: 'Kustomization', name: 'infrastructure', status: 'ready' }),
  resource({
    kind: 'Kustomization',
    name: 'apps',
    status: 'waiting',
    reason: 'DependencyNotReady',
    message: "dependency 'flux-system/checkout' is not ready",
  }),
  resource({
    kind: 'HelmRelease',
    name: 'ingress-nginx',
    group: 'helm.toolkit.fluxcd.io',
    version: 'v2',
    status: 'progressing',
    reason: 'Progressing',
    message: "Running 'upgrade' action with timeout of 5m0s",
    ready: 'Unknown',
    revision: '4.12.1',
  }),
  resource({
    kind: 'GitRepository',
    name: 'fleet',
    group: 'source.toolkit.fluxcd.io',
    status: 'ready',
    reason: 'Succeeded',
    url: 'https://github.com/example/fleet',
  }),
  resource({
    kind: 'HelmRelease',
    name: 'reports',
    namespace: 'reporting',
    group: 'helm.toolkit.fluxcd.io',
    version: 'v2',
    status: 'suspended',
    suspended: true,
    revision: '1.0.3',
  }),
  resource({
    kind: 'Kustomization',
    name: 'apps',
    status: 'failed',
    clusterId: 'c-us',
    clusterName: 'prod-us-east',
    reason: 'BuildFailed',
    stalled: true,
    message: 'kustomization path not found: stat /apps/us: no such file',
  }),
];
