import { KindStore } from '../store/KindStore';
import type { Kind } from '../store/Kind';
import type { StoredEvent } from '../store/ChangeFeed';
import type { MemoryObjectStore } from '../store/MemoryObjectStore';
import type { KubeObject } from '../store/ObjectStore';

const WRITER = {
  manager: 'kube-controller-manager',
  operation: 'Update',
} as const;

interface Dependent {
  kind: Kind;
  key: string;
}

/** Deletes objects whose owners are gone, and carries out foreground and orphan deletions. */
export class GarbageCollector {
  readonly #store: MemoryObjectStore;
  readonly #unsubscribe: () => void;
  /** Dependents by the uid of their owner. */
  readonly #dependents = new Map<string, Map<string, Dependent>>();
  readonly #timers = new Set<NodeJS.Immediate>();

  constructor(store: MemoryObjectStore) {
    this.#store = store;
    this.#unsubscribe = store.subscribe(event => this.#react(event));
  }

  stop(): void {
    this.#unsubscribe();
    this.#timers.forEach(clearImmediate);
  }

  #react({ kind, type, object, previous }: StoredEvent): void {
    const { uid, namespace, name, ownerReferences, finalizers } =
      object.metadata;
    const key = KindStore.key(namespace, name);
    const old = previous?.metadata.ownerReferences;
    if (old || ownerReferences) {
      old?.forEach(owner => this.#dependents.get(owner.uid)?.delete(uid!));
      if (type !== 'DELETED') {
        ownerReferences?.forEach(owner => {
          const set = this.#dependents.get(owner.uid) ?? new Map();
          this.#dependents.set(owner.uid, set);
          set.set(uid!, { kind, key });
        });
      }
    }
    if (type === 'DELETED') {
      // Later, as the real collector works in the background.
      this.#soon(() => this.#collect(uid!));
    } else if (object.metadata.deletionTimestamp) {
      if (finalizers?.includes('foregroundDeletion')) {
        this.#soon(() => this.#foreground(kind, key));
      } else if (finalizers?.includes('orphan')) {
        this.#soon(() => this.#orphan(kind, key));
      }
    }
  }

  #soon(work: () => void): void {
    const timer = setImmediate(() => {
      this.#timers.delete(timer);
      work();
    });
    this.#timers.add(timer);
  }

  #dependentsOf(uid: string): Array<{ kind: Kind; object: KubeObject }> {
    return [...(this.#dependents.get(uid)?.values() ?? [])].flatMap(
      ({ kind, key }) => {
        const object = this.#store.storeOf(kind).get(key);
        return object ? [{ kind, object }] : [];
      },
    );
  }

  #collect(ownerUid: string): void {
    for (const { kind, object } of this.#dependentsOf(ownerUid)) {
      const others = (object.metadata.ownerReferences ?? []).filter(
        owner => owner.uid !== ownerUid,
      );
      if (others.length === 0) {
        this.#store.remove({ kind, object });
      } else {
        this.#replaceOwners(kind, object, others);
      }
    }
    this.#dependents.delete(ownerUid);
  }

  #replaceOwners(kind: Kind, object: KubeObject, owners: any[]): void {
    const metadata = { ...object.metadata, ownerReferences: owners };
    if (owners.length === 0) {
      delete (metadata as any).ownerReferences;
    }
    this.#store.replace({
      kind,
      previous: object,
      next: { ...object, metadata },
      writer: WRITER,
    });
  }

  #dropFinalizer(kind: Kind, key: string, name: string): void {
    const object = this.#store.storeOf(kind).get(key);
    if (object?.metadata.finalizers?.includes(name)) {
      const finalizers = object.metadata.finalizers.filter(one => one !== name);
      this.#store.replace({
        kind,
        previous: object,
        next: { ...object, metadata: { ...object.metadata, finalizers } },
        writer: WRITER,
      });
    }
  }

  #foreground(kind: Kind, key: string): void {
    const owner = this.#store.storeOf(kind).get(key);
    if (owner) {
      for (const dependent of this.#dependentsOf(owner.metadata.uid!)) {
        this.#store.remove(dependent);
      }
      this.#dropFinalizer(kind, key, 'foregroundDeletion');
    }
  }

  #orphan(kind: Kind, key: string): void {
    const owner = this.#store.storeOf(kind).get(key);
    if (owner) {
      const { uid } = owner.metadata;
      for (const { kind: other, object } of this.#dependentsOf(uid!)) {
        this.#replaceOwners(
          other,
          object,
          (object.metadata.ownerReferences ?? []).filter(
            one => one.uid !== uid,
          ),
        );
      }
      this.#dropFinalizer(kind, key, 'orphan');
    }
  }
}
