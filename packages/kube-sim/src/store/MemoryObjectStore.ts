import { applyPatch } from './applyPatch';
import { errors } from './errors';
import { hasStatus } from './hasStatus';
import type { Kind } from './Kind';
import { KindStore } from './KindStore';
import type { Writer } from './managedFields';
import type { KubeObject, ObjectStore } from './ObjectStore';
import { takeOverKubectl } from './takeOverKubectl';
import { VersionedStore } from './VersionedStore';

/** The objects of one simulated cluster, in memory: what controllers, seeds and tests write through. */
export class MemoryObjectStore extends VersionedStore implements ObjectStore {
  serves(group: string, kind: string): boolean {
    return this.kinds.find(group, kind) !== undefined;
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
      time: this.timestamp(),
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

  kindOf(object: KubeObject): Kind {
    const { apiVersion } = object;
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    const kind = this.kinds.find(group, object.kind);
    if (!kind) {
      throw new Error(
        `no matches for kind "${object.kind}" in version "${apiVersion}"`,
      );
    }
    return kind;
  }

  #existing(kind: Kind, object: KubeObject): KubeObject {
    const { name, namespace } = object.metadata;
    const previous = this.storeOf(kind).get(KindStore.key(namespace, name));
    if (!previous) {
      throw errors.notFound(kind, name);
    }
    return previous;
  }
}
