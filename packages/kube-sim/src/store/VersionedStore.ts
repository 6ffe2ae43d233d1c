import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ChangeFeed, type StoredEvent } from './ChangeFeed';
import { errors } from './errors';
import { fillDefaults } from './fillDefaults';
import { hasStatus } from './hasStatus';
import type { Kind } from './Kind';
import { kindFromCrd } from './kindFromCrd';
import { KindRegistry } from './KindRegistry';
import { KindStore } from './KindStore';
import { managedFields, type Writer } from './managedFields';
import type { KubeObject, StoreEvent } from './ObjectStore';
import { replacement, type Deletion } from './replacement';
import { Shape } from './Shape';

const CRD_GROUP = 'apiextensions.k8s.io';

/** Objects of many kinds under one growing resourceVersion: what the API server writes through. */
export class VersionedStore {
  readonly kinds = new KindRegistry();
  readonly #stores = new Map<string, KindStore>();
  readonly #feed = new ChangeFeed();
  readonly #historySize: number;
  readonly #now: () => number;
  readonly #firstVersion: number;
  #version: number;

  constructor(
    options: {
      historySize?: number;
      /** The clock, milliseconds since the epoch: a simulated fleet has a past. */
      now?: () => number;
      /** resourceVersion before the first write; growing over restarts, so that old watches get 410. */
      firstVersion?: number;
    } = {},
  ) {
    this.#now = options.now ?? Date.now;
    this.#firstVersion = options.firstVersion ?? 0;
    this.#version = options.firstVersion ?? 1;
    // A real server keeps 100 to some 100,000 changes per kind.
    this.#historySize = options.historySize ?? 2000;
  }

  /** The resourceVersion of the newest write. */
  get version(): number {
    return this.#version;
  }

  storeOf(kind: Kind): KindStore {
    const key = KindRegistry.key(kind.group, kind.kind);
    let found = this.#stores.get(key);
    if (!found) {
      found = new KindStore({
        kind,
        capacity: this.#historySize,
        // A custom kind can be watched from the moment of its CRD, a built-in one from the start.
        since: kind.custom ? this.#version : this.#firstVersion,
      });
      this.#stores.set(key, found);
    }
    return found;
  }

  get(
    group: string,
    kind: string,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined {
    const found = this.kinds.find(group, kind);
    return found && this.storeOf(found).get(KindStore.key(namespace, name));
  }

  list(group: string, kind: string, namespace?: string): KubeObject[] {
    const found = this.kinds.find(group, kind);
    return found ? this.storeOf(found).list(namespace) : [];
  }

  subscribe(listener: (event: StoredEvent) => void): () => void {
    return this.#feed.subscribe(listener);
  }

  /** The time of the cluster, as objects carry it. */
  timestamp(): string {
    return new Date(this.#now()).toISOString().replace(/\.\d+Z$/, 'Z');
  }

  /** Forgets all history: running watches go on, resumed ones and old lists get 410. */
  compact(): void {
    this.#version += 1;
    this.#stores.forEach(store => store.forget(this.#version));
  }

  shapeOf(kind: Kind, apiVersion: string): Shape {
    const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
    const found =
      kind.versions.find(one => one.version === version) ?? kind.versions[0];
    return new Shape({ custom: kind.custom, schema: found.schema });
  }

  /** Adds an object; defaults are filled in here, so that every way in has them. */
  insert(options: {
    kind: Kind;
    object: KubeObject;
    writer: Writer;
    managed?: unknown[];
    dryRun?: boolean;
  }): KubeObject {
    const { kind, writer, managed, dryRun } = options;
    const object = structuredClone(options.object);
    const { name, namespace } = object.metadata;
    const store = this.storeOf(kind);
    const live = store.get(KindStore.key(namespace, name));
    if (live) {
      throw errors.alreadyExists(kind, name, !!live.metadata.deletionTimestamp);
    }
    if (kind.namespaced) {
      this.#checkNamespace(kind, name, namespace);
    }
    const time = this.timestamp();
    const { version } = kind.versions[0];
    object.apiVersion = kind.group ? `${kind.group}/${version}` : version;
    delete object.metadata.resourceVersion;
    delete object.metadata.deletionTimestamp;
    Object.assign(object.metadata, {
      uid: randomUUID(),
      creationTimestamp: object.metadata.creationTimestamp ?? time,
      ...(kind.hasGeneration ? { generation: 1 } : {}),
    });
    fillDefaults(kind, object);
    object.metadata.managedFields =
      managed ??
      managedFields.afterUpdate({
        previous: undefined,
        next: object,
        shape: this.shapeOf(kind, object.apiVersion),
        writer,
        time,
        ignoreStatus: hasStatus(kind),
      });
    if (!dryRun) {
      this.#commit(kind, { type: 'ADDED', object });
    }
    return object;
  }

  /** Puts `next` in place of `previous`, unless nothing changes. */
  replace(options: {
    kind: Kind;
    previous: KubeObject;
    next: KubeObject;
    writer: Writer;
    managed?: unknown[];
    dryRun?: boolean;
    /** Set when the write itself starts the deletion. */
    deletion?: Deletion;
  }): KubeObject {
    const { kind, previous, writer, managed, dryRun, deletion } = options;
    const next = replacement.prepare({
      kind,
      previous,
      wanted: options.next,
      deletion,
    });
    const sameOwners =
      !managed || isDeepStrictEqual(previous.metadata.managedFields, managed);
    if (sameOwners && !replacement.changes(previous, next)) {
      return previous;
    }
    next.metadata.managedFields =
      managed ??
      managedFields.afterUpdate({
        previous,
        next,
        shape: this.shapeOf(kind, next.apiVersion),
        writer,
        time: this.timestamp(),
        ignoreStatus: hasStatus(kind) && writer.subresource !== 'status',
      });
    if (!dryRun) {
      const type = replacement.isDone(kind, next) ? 'DELETED' : 'MODIFIED';
      this.#commit(kind, { type, object: next, previous });
    }
    return next;
  }

  /** Deletes, or marks as being deleted when finalizers or a grace period stand in the way. */
  remove(options: {
    kind: Kind;
    object: KubeObject;
    gracePeriodSeconds?: number;
    /** Finalizer that a propagation policy adds. */
    finalizer?: string;
    dryRun?: boolean;
  }): { object: KubeObject; gone: boolean } {
    const { kind, object, finalizer, dryRun } = options;
    const grace = options.gracePeriodSeconds ?? 0;
    const finalizers = [
      ...(object.metadata.finalizers ?? []),
      ...(finalizer ? [finalizer] : []),
    ];
    const waits =
      finalizers.length > 0 || grace > 0 || kind.kind === 'Namespace';
    if (!waits) {
      const last = structuredClone(object);
      if (!dryRun) {
        this.#commit(kind, { type: 'DELETED', object: last, previous: object });
      }
      return { object: last, gone: true };
    }
    if (object.metadata.deletionTimestamp) {
      return { object, gone: false };
    }
    const marked = this.replace({
      kind,
      previous: object,
      next: {
        ...object,
        metadata: {
          ...object.metadata,
          ...(finalizers.length ? { finalizers } : {}),
        },
        ...(kind.kind === 'Namespace'
          ? { status: { phase: 'Terminating' } }
          : {}),
      },
      writer: { manager: 'kube-apiserver', operation: 'Update' },
      managed: object.metadata.managedFields,
      dryRun,
      deletion: {
        deletionTimestamp: this.timestamp(),
        deletionGracePeriodSeconds: grace,
      },
    });
    return { object: marked, gone: false };
  }

  /** Ends a deletion whatever stands in the way: a kubelet that has stopped a pod. */
  finish(kind: Kind, object: KubeObject): void {
    const { metadata } = object;
    const live = this.storeOf(kind).get(
      KindStore.key(metadata.namespace, metadata.name),
    );
    if (live && live.metadata.uid === metadata.uid) {
      this.#commit(kind, {
        type: 'DELETED',
        object: structuredClone(live),
        previous: live,
      });
    }
  }

  #checkNamespace(
    kind: Kind,
    name: string,
    namespace: string | undefined,
  ): void {
    const found = this.get('', 'Namespace', undefined, namespace ?? '');
    if (!found) {
      throw errors.notFound(
        { group: '', plural: 'namespaces', kind: 'Namespace' },
        namespace ?? '',
      );
    }
    if (found.metadata.deletionTimestamp) {
      throw errors.forbidden(
        kind,
        name,
        `unable to create new content in namespace ${namespace} because it is being terminated`,
      );
    }
  }

  #commit(kind: Kind, event: StoreEvent): void {
    this.#version += 1;
    event.object.metadata.resourceVersion = String(this.#version);
    this.storeOf(kind).record({ ...event, version: this.#version });
    if (kind.group === CRD_GROUP) {
      this.#followCrd(event);
    }
    this.#feed.publish({ ...event, kind, version: this.#version });
  }

  #followCrd(event: StoreEvent): void {
    const before = event.previous && kindFromCrd(event.previous);
    const after =
      event.type === 'DELETED' ? undefined : kindFromCrd(event.object);
    if (before && !after) {
      for (const object of this.list(before.group, before.kind)) {
        this.finish(before, object);
      }
      this.kinds.remove(before.group, before.kind);
      this.#stores.delete(KindRegistry.key(before.group, before.kind));
    } else if (after) {
      this.kinds.add(after);
      this.storeOf(after);
    }
  }
}
