import { ApiError } from '../store/ApiError';
import type { StoredEvent } from '../store/ChangeFeed';
import type { MemoryObjectStore } from '../store/MemoryObjectStore';
import type { KubeObject } from '../store/ObjectStore';

const MANAGER = { manager: 'kube-controller-manager' };

/** Furnishes new namespaces and empties those that are being deleted. */
export class NamespaceController {
  readonly #store: MemoryObjectStore;
  readonly #unsubscribe: () => void;

  constructor(store: MemoryObjectStore) {
    this.#store = store;
    this.#unsubscribe = store.subscribe(event => this.#react(event));
  }

  stop(): void {
    this.#unsubscribe();
  }

  #react({ kind, type, object }: StoredEvent): void {
    if (kind.kind === 'Namespace' && kind.group === '') {
      if (type === 'ADDED') {
        this.#furnish(object.metadata.name);
      } else if (type === 'MODIFIED' && object.metadata.deletionTimestamp) {
        this.#empty(object);
      }
      return;
    }
    const { namespace } = object.metadata;
    if (type === 'DELETED' && namespace) {
      const home = this.#store.get('', 'Namespace', undefined, namespace);
      if (home?.metadata.deletionTimestamp) {
        this.#finishWhenEmpty(home);
      }
    }
  }

  #furnish(namespace: string): void {
    this.#create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'kube-root-ca.crt',
        namespace,
        annotations: {
          'kubernetes.io/description':
            'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
        },
      },
      data: { 'ca.crt': '' },
    });
    this.#create({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace },
    });
  }

  /** A namespace may be gone again, or already furnished by whoever made it. */
  #create(object: KubeObject): void {
    try {
      this.#store.create(object, MANAGER);
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
    }
  }

  #contents(namespace: string): Array<[string, KubeObject]> {
    return this.#store.kinds
      .all()
      .filter(kind => kind.namespaced && !kind.virtual)
      .flatMap(kind =>
        this.#store
          .storeOf(kind)
          .list(namespace)
          .map((object): [string, KubeObject] => [kind.group, object]),
      );
  }

  #empty(namespace: KubeObject): void {
    for (const [group, object] of this.#contents(namespace.metadata.name)) {
      if (!object.metadata.deletionTimestamp) {
        this.#store.delete(
          group,
          object.kind,
          object.metadata.namespace,
          object.metadata.name,
        );
      }
    }
    this.#finishWhenEmpty(namespace);
  }

  #finishWhenEmpty(namespace: KubeObject): void {
    if (this.#contents(namespace.metadata.name).length === 0) {
      const kind = this.#store.kinds.find('', 'Namespace')!;
      this.#store.finish(kind, namespace);
    }
  }
}
