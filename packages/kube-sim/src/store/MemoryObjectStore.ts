import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { applyPatch } from './applyPatch';
import { builtinDefaults } from './builtinDefaults';
import { errors } from './errors';
import type { Kind } from './Kind';
import { kindFromCrd } from './kindFromCrd';
import { KindRegistry } from './KindRegistry';
import { KindStore } from './KindStore';
import { managedFields, type Writer } from './managedFields';
import type { KubeObject, ObjectStore, StoreEvent } from './ObjectStore';
import { schemaDefaults } from './schemaDefaults';
import { Shape } from './Shape';
import { takeOverKubectl } from './takeOverKubectl';

const CRD_GROUP = 'apiextensions.k8s.io';

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** What counts as a change: everything but the fields that a write itself moves. */
function comparable(object: KubeObject): unknown {
  const {
    resourceVersion: _version,
    generation: _generation,
    managedFields: _managed,
    ...metadata
  } = object.metadata;
  return { ...object, metadata };
}

function desired(object: KubeObject): unknown {
  const { metadata: _metadata, status: _status, ...rest } = object;
  return rest;
}

function hasStatus(kind: Kind): boolean {
  return kind.subresources.some(({ name }) => name === 'status');
}

export interface StoredEvent extends StoreEvent {
  kind: Kind;
  version: number;
}

/** The objects of one simulated cluster, in memory. */
export class MemoryObjectStore implements ObjectStore {
  readonly kinds = new KindRegistry();
  readonly #stores = new Map<string, KindStore>();
  readonly #historySize: number;
  readonly #listeners = new Set<(event: StoredEvent) => void>();
  readonly #now: () => number;
  readonly #firstVersion: number;
  #version: number;
  #queue: StoredEvent[] = [];
  #emitting = false;

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

  serves(group: string, kind: string): boolean {
    return this.kinds.find(group, kind) !== undefined;
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

  create(object: KubeObject, options: { manager: string }): KubeObject {
    return this.insert({
      kind: this.kindOf(object),
      object,
      writer: { manager: options.manager, operation: 'Update' },
    });
  }

  update(object: KubeObject, options: { manager: string }): KubeObject {
    const kind = this.kindOf(object);
    const previous = this.#existing(kind, object);
    const next = { ...object };
    if (hasStatus(kind)) {
      if (previous.status === undefined) {
        delete next.status;
      } else {
        next.status = previous.status;
      }
    }
    return this.replace({
      kind,
      previous,
      next,
      writer: { manager: options.manager, operation: 'Update' },
    });
  }

  updateStatus(object: KubeObject, options: { manager: string }): KubeObject {
    const kind = this.kindOf(object);
    const previous = this.#existing(kind, object);
    return this.replace({
      kind,
      previous,
      next: { ...previous, status: object.status },
      writer: {
        manager: options.manager,
        operation: 'Update',
        subresource: 'status',
      },
    });
  }

  apply(object: KubeObject, options: { manager: string }): KubeObject {
    const kind = this.kindOf(object);
    const { name, namespace } = object.metadata;
    const { status: _status, ...applied } = object;
    const live = this.storeOf(kind).get(KindStore.key(namespace, name));
    const writer: Writer = { manager: options.manager, operation: 'Apply' };
    const shape = this.shapeOf(kind, object.apiVersion);
    const result = applyPatch({
      live: live && takeOverKubectl(live, options.manager),
      applied: structuredClone(applied) as KubeObject,
      shape,
      manager: options.manager,
      force: true,
      time: this.#timestamp(),
    });
    return live
      ? this.replace({
          kind,
          previous: live,
          next: result.object,
          writer,
          managed: result.managed,
        })
      : this.insert({
          kind,
          object: result.object,
          writer,
          managed: result.managed,
        });
  }

  delete(
    group: string,
    kindName: string,
    namespace: string | undefined,
    name: string,
  ): boolean {
    const kind = this.kinds.find(group, kindName);
    const object =
      kind && this.storeOf(kind).get(KindStore.key(namespace, name));
    if (!kind || !object) {
      return false;
    }
    this.remove({ kind, object });
    return true;
  }

  subscribe(listener: (event: StoredEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets all history: running watches go on, resumed ones and old lists get 410. */
  compact(): void {
    this.#version += 1;
    this.#stores.forEach(store => store.forget(this.#version));
  }

  kindOf(object: KubeObject): Kind {
    const kind = this.kinds.find(groupOf(object.apiVersion), object.kind);
    if (!kind) {
      throw new Error(
        `no matches for kind "${object.kind}" in version "${object.apiVersion}"`,
      );
    }
    return kind;
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
    const time = this.#timestamp();
    object.apiVersion = this.#storedApiVersion(kind);
    delete object.metadata.resourceVersion;
    delete object.metadata.deletionTimestamp;
    Object.assign(object.metadata, {
      uid: randomUUID(),
      creationTimestamp: object.metadata.creationTimestamp ?? time,
      ...(kind.hasGeneration ? { generation: 1 } : {}),
    });
    this.#fillDefaults(kind, object);
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
    deletion?: {
      deletionTimestamp: string;
      deletionGracePeriodSeconds: number;
    };
  }): KubeObject {
    const { kind, previous, writer, dryRun, deletion } = options;
    const next = structuredClone(options.next);
    const { metadata: old } = previous;
    const { generation: _generation, ...metadata } = next.metadata;
    next.apiVersion = previous.apiVersion;
    next.kind = previous.kind;
    next.metadata = {
      ...metadata,
      name: old.name,
      ...(old.namespace ? { namespace: old.namespace } : {}),
      uid: old.uid,
      creationTimestamp: old.creationTimestamp,
      resourceVersion: old.resourceVersion,
      managedFields: old.managedFields,
    };
    for (const field of [
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
    ] as const) {
      const value = (deletion ?? (old as any))[field];
      if (value === undefined) {
        delete (next.metadata as any)[field];
      } else {
        (next.metadata as any)[field] = value;
      }
    }
    this.#fillDefaults(kind, next);
    if (old.generation !== undefined) {
      const bump =
        deletion || !isDeepStrictEqual(desired(previous), desired(next));
      next.metadata.generation = old.generation + (bump ? 1 : 0);
    }
    const managed =
      options.managed ??
      managedFields.afterUpdate({
        previous,
        next,
        shape: this.shapeOf(kind, next.apiVersion),
        writer,
        time: this.#timestamp(),
        ignoreStatus: hasStatus(kind) && writer.subresource !== 'status',
      });
    const unchanged = isDeepStrictEqual(comparable(previous), comparable(next));
    const sameOwners =
      !options.managed || isDeepStrictEqual(old.managedFields, managed);
    if (unchanged && sameOwners) {
      return previous;
    }
    next.metadata.managedFields = managed;
    if (dryRun) {
      return next;
    }
    const done =
      next.metadata.deletionTimestamp &&
      !next.metadata.finalizers?.length &&
      !(next.metadata as any).deletionGracePeriodSeconds &&
      !(kind.kind === 'Namespace' && next.spec?.finalizers?.length);
    this.#commit(
      kind,
      done
        ? { type: 'DELETED', object: next, previous }
        : { type: 'MODIFIED', object: next, previous },
    );
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
        deletionTimestamp: this.#timestamp(),
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

  #timestamp(): string {
    return new Date(this.#now()).toISOString().replace(/\.\d+Z$/, 'Z');
  }

  #existing(kind: Kind, object: KubeObject): KubeObject {
    const { name, namespace } = object.metadata;
    const previous = this.storeOf(kind).get(KindStore.key(namespace, name));
    if (!previous) {
      throw errors.notFound(kind, name);
    }
    return previous;
  }

  #storedApiVersion(kind: Kind): string {
    const { version } = kind.versions[0];
    return kind.group ? `${kind.group}/${version}` : version;
  }

  #fillDefaults(kind: Kind, object: KubeObject): void {
    if (kind.custom) {
      schemaDefaults(object, kind.versions[0].schema);
    } else {
      builtinDefaults(kind.group, object);
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
    this.#queue.push({ ...event, kind, version: this.#version });
    this.#drain();
  }

  /** Listeners may write too: their events wait until all have seen the current one. */
  #drain(): void {
    if (this.#emitting) {
      return;
    }
    this.#emitting = true;
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
        for (const listener of [...this.#listeners]) {
          listener(next);
        }
      }
    } finally {
      this.#emitting = false;
    }
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
