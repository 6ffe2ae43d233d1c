import { isDeepStrictEqual } from 'node:util';
import { FieldSet } from './FieldSet';
import type { KubeObject } from './ObjectStore';
import { Shape } from './Shape';

/** Fields that no manager owns. */
const METADATA_SKIPPED = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
]);

function isMap(value: any): value is Record<string, any> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Mode = 'apply' | 'update';

function whole(value: any, shape: Shape, mode: Mode): FieldSet {
  const children = new Map<string, FieldSet>();
  if (isMap(value) && !shape.atomic) {
    for (const [name, child] of Object.entries(value)) {
      children.set(`f:${name}`, whole(child, shape.field(name), mode));
    }
    // An apply owns leaves only, an update also the maps that it brought into being.
    return new FieldSet(mode === 'update' || children.size === 0, children);
  }
  if (Array.isArray(value) && (shape.isSet || shape.keys)) {
    for (const item of value) {
      const child = shape.isSet ? FieldSet.LEAF : whole(item, shape.item, mode);
      children.set(
        shape.keyOf(item),
        new FieldSet(true, new Map(child.children)),
      );
    }
    return new FieldSet(mode === 'update' || children.size === 0, children);
  }
  return FieldSet.LEAF;
}

/** Fields that are new or different in `next`. Never mentions what is only in `previous`. */
function difference(previous: any, next: any, shape: Shape): FieldSet {
  if (isDeepStrictEqual(previous, next)) {
    return FieldSet.EMPTY;
  }
  const children = new Map<string, FieldSet>();
  const put = (key: string, child: FieldSet) => {
    if (!child.isEmpty) {
      children.set(key, child);
    }
  };
  if (isMap(previous) && isMap(next) && !shape.atomic) {
    for (const [name, child] of Object.entries(next)) {
      const below = shape.field(name);
      put(
        `f:${name}`,
        name in previous
          ? difference(previous[name], child, below)
          : whole(child, below, 'update'),
      );
    }
    return new FieldSet(false, children);
  }
  if (
    Array.isArray(previous) &&
    Array.isArray(next) &&
    (shape.isSet || shape.keys)
  ) {
    const before = new Map(previous.map(item => [shape.keyOf(item), item]));
    for (const item of next) {
      const key = shape.keyOf(item);
      if (!before.has(key)) {
        const child = shape.isSet
          ? FieldSet.LEAF
          : whole(item, shape.item, 'update');
        put(key, new FieldSet(true, new Map(child.children)));
      } else if (!shape.isSet) {
        put(key, difference(before.get(key), item, shape.item));
      }
    }
    return new FieldSet(false, children);
  }
  return whole(next, shape, 'update');
}

function trim(object: KubeObject | undefined): any {
  if (!object) {
    return {};
  }
  const { apiVersion: _version, kind: _kind, metadata, ...rest } = object;
  const kept = Object.entries(metadata).filter(
    ([name]) => !METADATA_SKIPPED.has(name),
  );
  return kept.length ? { ...rest, metadata: Object.fromEntries(kept) } : rest;
}

/** The root and `metadata` are never owned themselves. */
function unrooted(set: FieldSet): FieldSet {
  const children = new Map(set.children);
  const metadata = children.get('f:metadata');
  if (metadata?.owned) {
    children.set('f:metadata', new FieldSet(false, new Map(metadata.children)));
  }
  return new FieldSet(false, children);
}

/** Status belongs to whoever writes the subresource, not to the write that first brings its defaults. */
function withoutStatus(object: KubeObject | undefined): KubeObject | undefined {
  if (object?.status === undefined) {
    return object;
  }
  const { status: _status, ...rest } = object;
  return rest as KubeObject;
}

/** Field sets of objects and of changes between objects. */
export const fieldsOf = {
  applied(object: KubeObject, shape: Shape): FieldSet {
    return unrooted(whole(trim(object), shape, 'apply'));
  },
  changed(
    previous: KubeObject | undefined,
    next: KubeObject,
    shape: Shape,
    options: { ignoreStatus?: boolean } = {},
  ): FieldSet {
    const { ignoreStatus } = options;
    const before = trim(ignoreStatus ? withoutStatus(previous) : previous);
    const after = trim(ignoreStatus ? withoutStatus(next) : next);
    // Else a first annotation would own `metadata` as a whole.
    before.metadata ??= {};
    return unrooted(difference(before, after, shape));
  },
};
