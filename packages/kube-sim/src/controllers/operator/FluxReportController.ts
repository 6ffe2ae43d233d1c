import { objectHealth } from '../kustomize/objectHealth';
import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { SimplePass } from '../runtime/SimplePass';

const RECONCILERS: Array<[apiVersion: string, kinds: string[]]> = [
  [
    'fluxcd.controlplane.io/v1',
    ['FluxInstance', 'ResourceSet', 'ResourceSetInputProvider'],
  ],
  ['helm.toolkit.fluxcd.io/v2', ['HelmRelease']],
  [
    'image.toolkit.fluxcd.io/v1',
    ['ImagePolicy', 'ImageRepository', 'ImageUpdateAutomation'],
  ],
  ['kustomize.toolkit.fluxcd.io/v1', ['Kustomization']],
  ['notification.toolkit.fluxcd.io/v1', ['Receiver']],
  ['notification.toolkit.fluxcd.io/v1beta3', ['Alert', 'Provider']],
  [
    'source.toolkit.fluxcd.io/v1',
    [
      'Bucket',
      'ExternalArtifact',
      'GitRepository',
      'HelmChart',
      'HelmRepository',
      'OCIRepository',
    ],
  ],
];
/** flux-operator's `--reporting-interval`, milliseconds. */
const INTERVAL_MS = 300_000;

/** Counts what runs in the cluster every five minutes, like flux-operator. */
export class FluxReportController implements Controller {
  readonly group = 'fluxcd.controlplane.io';
  readonly kind = 'FluxReport';
  readonly manager = 'flux-operator';
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
  }

  *reconcile(handle: ObjectHandle): Pass {
    if (handle.object.metadata.deletionTimestamp) return undefined;
    const { store, cluster } = this.#context;
    const { namespace } = handle;
    const components = store
      .list('apps', 'Deployment', namespace)
      .filter(
        ({ metadata }) =>
          metadata.labels?.['app.kubernetes.io/part-of'] === 'flux',
      )
      .map(deployment => {
        const status = objectHealth(deployment);
        return {
          name: deployment.metadata.name,
          image: deployment.spec.template.spec.containers[0].image,
          ready: status === 'Current',
          status: `${status} Replicas: ${deployment.spec.replicas}`,
        };
      });
    const sync = store.get(
      'kustomize.toolkit.fluxcd.io',
      'Kustomization',
      namespace,
      'flux-system',
    );
    const ready = sync?.status?.conditions?.find(
      (item: any) => item.type === 'Ready',
    );
    store.update(
      {
        ...handle.object,
        spec: {
          cluster: {
            serverVersion: cluster.kubernetesVersion,
            platform: 'linux/amd64',
            nodes: 3,
          },
          distribution: {
            entitlement: 'Issued by controlplane',
            managedBy: 'flux-operator',
            status: 'Installed',
            version: cluster.fluxVersion,
          },
          operator: {
            apiVersion: `${this.group}/v1`,
            version: 'v0.33.0',
            platform: 'linux/amd64',
          },
          components,
          reconcilers: RECONCILERS.flatMap(([apiVersion, kinds]) =>
            kinds.flatMap(kind => this.#count(apiVersion, kind)),
          ),
          ...(sync && {
            sync: {
              id: `kustomization/${namespace}/flux-system`,
              path: sync.spec.path,
              ready: ready?.status === 'True',
              source: sync.spec.sourceRef.kind,
              status: ready?.message ?? '',
            },
          }),
        },
      },
      { manager: this.manager },
    );
    // The report itself has nothing to reconcile: spec and status come together.
    new SimplePass({ handle }).ready(
      'ReconciliationSucceeded',
      'Reporting finished in 12ms',
      status => {
        delete status.observedGeneration;
      },
    );
    return INTERVAL_MS;
  }

  isRelevant(): boolean {
    return false;
  }

  #count(apiVersion: string, kind: string) {
    const objects = this.#context.store.list(apiVersion.split('/')[0], kind);
    const suspended = objects.filter(({ spec }) => spec?.suspend).length;
    const failing = objects.filter(
      ({ spec, status }) =>
        !spec?.suspend &&
        status?.conditions?.some(
          (item: any) => item.type === 'Ready' && item.status === 'False',
        ),
    ).length;
    return {
      apiVersion,
      kind,
      stats: {
        failing,
        running: objects.length - failing - suspended,
        suspended,
      },
    };
  }
}
