import type { MemoryObjectStore } from '../store/MemoryObjectStore';
import type { KubeObject } from '../store/ObjectStore';

const SEED = { manager: 'kube-sim' };

/** Puts objects into a store with their status, and makes the namespaces that they need. */
export function putObjects(
  store: MemoryObjectStore,
  objects: KubeObject[],
): void {
  for (const object of objects) {
    const { name, namespace } = object.metadata;
    const { group, kind } = store.kindOf(object);
    if (namespace && !store.get('', 'Namespace', undefined, namespace)) {
      store.create(
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
        SEED,
      );
    }
    if (store.get(group, kind, namespace, name)) {
      store.update(object, SEED);
      if (object.status !== undefined) {
        store.updateStatus(object, SEED);
      }
    } else {
      store.create(object, SEED);
    }
  }
}
