import { resolve } from 'path';
import { KubeObject } from '../store/ObjectStore';
import { FleetRunner } from './FleetRunner';
import { Upstreams } from './Upstreams';
import { loadFleet } from './loadFleet';

const MINUTE = 60_000;

jest.setTimeout(120_000);

describe('the demo fleet', () => {
  const upstreams = new Upstreams();
  const past = {
    firstMs: 8 * MINUTE,
    sleepMs: 120 * 24 * 60 * MINUTE,
    lastMs: 58 * MINUTE,
  };
  const runner = new FleetRunner({
    upstreams,
    pastMs: past.firstMs + past.sleepMs + past.lastMs,
  });

  const FLUX = /fluxcd\.(io|controlplane\.io)$|^fluxcd\.controlplane\.io$/;
  const fluxObjects = (cluster: string) => {
    const { store } = runner.clusters.find(
      ({ definition }) => definition.name === cluster,
    )!.server;
    return store.kinds
      .all()
      .filter(({ group }) => FLUX.test(group))
      .flatMap(({ group, kind }) => store.list(group, kind));
  };
  const find = (cluster: string, kind: string, path: string): KubeObject => {
    const [namespace, name] = path.split('/');
    return fluxObjects(cluster).find(
      ({ kind: other, metadata }) =>
        other === kind &&
        metadata.namespace === namespace &&
        metadata.name === name,
    )!;
  };
  const state = (object: KubeObject) =>
    Object.fromEntries(
      (object.status?.conditions ?? []).map((item: any) => [
        item.type,
        `${item.status} ${item.reason}`,
      ]),
    );

  beforeAll(async () => {
    const fleet = loadFleet({
      directory: resolve(__dirname, '../../../../examples/demo-fleet'),
      upstreams,
      now: Date.now(),
      pastMs: past.lastMs,
    });
    for (const definition of fleet.clusters) await runner.add(definition);
    await runner.replay(fleet, past);
    // Somebody may be in the middle of a regular pass: look between passes.
    const busy = () =>
      fleet.clusters.some(({ name }) =>
        fluxObjects(name).some(object =>
          state(object).Ready?.startsWith('Unknown'),
        ),
      );
    for (let step = 0; step < 100 && busy(); step++) runner.clock.advance(200);
  });

  afterAll(async () => {
    await runner.stop();
  });

  it.each([
    [
      'us-production',
      'Kustomization',
      'discovery/recommendations',
      {
        Ready: 'False HealthCheckFailed',
        Reconciling: 'True ProgressingWithRetry',
      },
    ],
    [
      'us-production',
      'Kustomization',
      'storefront/storefront',
      { Ready: 'False DependencyNotReady' },
    ],
    [
      'us-production',
      'Kustomization',
      'storefront/gateway',
      { Ready: 'False DependencyNotReady' },
    ],
    [
      'eu-production',
      'HelmRelease',
      'platform/feature-toggles',
      { Stalled: 'True RetriesExceeded', Ready: 'False RollbackSucceeded' },
    ],
    [
      'eu-production',
      'HelmRelease',
      'external-dns/external-dns',
      { Ready: 'True InstallSucceeded' },
    ],
    [
      'staging',
      'Kustomization',
      'payments/checkout',
      { Ready: 'False BuildFailed' },
    ],
    [
      'staging',
      'Kustomization',
      'platform/edge-rules',
      { Stalled: 'True InvalidCELExpression' },
    ],
    [
      'development',
      'GitRepository',
      'labs/analytics',
      {
        Ready: 'False GitOperationFailed',
        FetchFailed: 'True GitOperationFailed',
      },
    ],
    [
      'development',
      'Kustomization',
      'labs/analytics-jobs',
      { Ready: 'False ArtifactFailed' },
    ],
    [
      'development',
      'Kustomization',
      'labs/wishlist',
      { Ready: 'False ArtifactFailed' },
    ],
    [
      'development',
      'Kustomization',
      'labs/sandbox',
      { Ready: 'False ReconciliationFailed' },
    ],
    [
      'development',
      'HelmRelease',
      'labs/experiments',
      { Ready: 'False ValuesError' },
    ],
    [
      'development',
      'HelmRelease',
      'fulfilment/cart-cache',
      { Ready: 'True InstallSucceeded', Drifted: 'True DriftDetected' },
    ],
  ])('%s %s %s is broken as its README says', (cluster, kind, path, wanted) => {
    expect(state(find(cluster, kind, path))).toMatchObject(wanted);
  });

  it('is well everywhere else', () => {
    const broken = runner.clusters.flatMap(({ definition }) =>
      fluxObjects(definition.name)
        .filter(object => {
          const ready = state(object).Ready;
          return ready && !ready.startsWith('True');
        })
        .map(
          ({ kind, metadata }) =>
            `${definition.name} ${kind} ${metadata.namespace}/${metadata.name}`,
        ),
    );
    expect(broken.sort()).toEqual([
      'development GitRepository labs/analytics',
      'development HelmRelease labs/experiments',
      'development Kustomization labs/analytics-jobs',
      'development Kustomization labs/sandbox',
      'development Kustomization labs/wishlist',
      'development Kustomization payments/checkout',
      'eu-production HelmRelease platform/feature-toggles',
      'staging Kustomization payments/checkout',
      'staging Kustomization platform/edge-rules',
      'us-production Kustomization discovery/recommendations',
      'us-production Kustomization storefront/gateway',
      'us-production Kustomization storefront/storefront',
    ]);
  });

  it('keeps the old revision of checkout applied while the new one fails', () => {
    const { status } = find('staging', 'Kustomization', 'payments/checkout');
    expect(status.lastAppliedRevision).toMatch(/^main@sha1:/);
    expect(status.lastAttemptedRevision).toMatch(/^main@sha1:/);
    expect(status.lastAttemptedRevision).not.toBe(status.lastAppliedRevision);
  });

  it('says who suspended external-dns and why, and has a Kustomization that never ran', () => {
    const release = find(
      'eu-production',
      'HelmRelease',
      'external-dns/external-dns',
    );
    expect(release.spec.suspend).toBe(true);
    expect(release.metadata.annotations).toMatchObject({
      'fluxcd.controlplane.io/suspendedBy': 'jonas.weber@northwind.example.com',
      'metadata.weave.works/suspended-comment':
        'DNS migration, resume on Monday',
    });
    const never = find('staging', 'Kustomization', 'platform/loadtest');
    expect(never.spec.suspend).toBe(true);
    expect(never.status).toEqual({ observedGeneration: -1 });
  });

  it('holds every kind of Flux, between 150 and 250 resources', () => {
    const all = runner.clusters.flatMap(({ definition }) =>
      fluxObjects(definition.name),
    );
    expect([...new Set(all.map(({ kind }) => kind))].sort()).toEqual([
      'Alert',
      'ArtifactGenerator',
      'Bucket',
      'ExternalArtifact',
      'FluxInstance',
      'FluxReport',
      'GitRepository',
      'HelmChart',
      'HelmRelease',
      'HelmRepository',
      'ImagePolicy',
      'ImageRepository',
      'ImageUpdateAutomation',
      'Kustomization',
      'OCIRepository',
      'Provider',
      'Receiver',
      'ResourceSet',
      'ResourceSetInputProvider',
    ]);
    expect(all.length).toBeGreaterThanOrEqual(150);
    expect(all.length).toBeLessThanOrEqual(250);
  });

  it.each([
    ['eu-production', 'v2.9.4'],
    ['us-production', 'v2.8.6'],
    ['staging', 'v2.9.4'],
    ['development', 'v2.7.5'],
  ])('%s runs the controllers of Flux %s', (cluster, version) => {
    const { store } = runner.clusters.find(
      ({ definition }) => definition.name === cluster,
    )!.server;
    const deployments = store
      .list('apps', 'Deployment', 'flux-system')
      .filter(
        ({ metadata }) =>
          metadata.labels?.['app.kubernetes.io/part-of'] === 'flux',
      );
    expect(deployments.length).toBeGreaterThanOrEqual(4);
    for (const { metadata, status } of deployments) {
      expect(metadata.labels!['app.kubernetes.io/version']).toBe(version);
      expect(status.readyReplicas).toBe(1);
    }
  });
});

describe('the list of clusters on Azure', () => {
  it('takes from the same repositories, starts with what it names, and tells who trusts tokens from outside', () => {
    const { clusters } = loadFleet({
      directory: resolve(__dirname, '../../../../examples/demo-fleet'),
      list: 'azure',
      upstreams: new Upstreams(),
      now: Date.now(),
      pastMs: 0,
    });
    const bound = clusters
      .filter(({ objects }) =>
        objects.some(({ kind }) => kind === 'ClusterRoleBinding'),
      )
      .map(({ name }) => name);
    expect(bound).toEqual(['aks-shop-weu', 'aks-staging']);
    expect(
      clusters
        .filter(({ trustsIssuer }) => trustsIssuer === false)
        .map(({ name }) => name),
    ).toEqual(['aks-legacy']);
    for (const { objects } of clusters) {
      expect(objects.map(({ kind }) => kind)).toContain('Secret');
    }
  });
});
