import { ObjectStore } from '../../store/ObjectStore';
import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';

/** Kinds that are emptied out of a namespace that ends: everything the controllers of the fleet make or apply. */
const CONTENT: Array<[string, string[]]> = [
  ['kustomize.toolkit.fluxcd.io', ['Kustomization']],
  ['helm.toolkit.fluxcd.io', ['HelmRelease']],
  [
    'source.toolkit.fluxcd.io',
    [
      'GitRepository',
      'OCIRepository',
      'HelmRepository',
      'HelmChart',
      'Bucket',
      'ExternalArtifact',
    ],
  ],
  ['apps', ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']],
  ['batch', ['CronJob', 'Job']],
  ['networking.k8s.io', ['Ingress', 'NetworkPolicy']],
  ['', ['Pod', 'Service', 'ConfigMap', 'Secret', 'ServiceAccount', 'Event']],
];

/** Ends namespaces: first what is in them, then the finalizer. */
export class NamespaceController implements Controller {
  readonly group = '';
  readonly kind = 'Namespace';
  readonly manager = 'kube-controller-manager';
  readonly #store: ObjectStore;

  constructor(options: { context: ControllerContext }) {
    this.#store = options.context.store;
  }

  *reconcile(handle: ObjectHandle): Pass {
    if (!handle.object.metadata.deletionTimestamp) return undefined;
    let left = 0;
    for (const [group, kinds] of CONTENT) {
      for (const kind of kinds) {
        if (!this.#store.serves(group, kind)) continue;
        for (const { metadata } of this.#store.list(group, kind, handle.name)) {
          left += kind === 'Event' ? 0 : 1;
          if (!metadata.deletionTimestamp) {
            this.#store.delete(group, kind, handle.name, metadata.name);
          }
        }
      }
    }
    if (left) return 300;
    const namespace = handle.object;
    this.#store.update(
      { ...namespace, spec: { ...namespace.spec, finalizers: [] } },
      { manager: this.manager },
    );
    return undefined;
  }
}
