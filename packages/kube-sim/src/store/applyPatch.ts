import { isDeepStrictEqual } from 'node:util';
import { FieldSet } from './FieldSet';
import { fieldsOf } from './fieldsOf';
import { managedFields, type Ownership } from './managedFields';
import type { KubeObject } from './ObjectStore';
import { Shape } from './Shape';

export interface ApplyConflict {
  manager: string;
  operation: string;
  apiVersion: string;
  time: string;
  path: string;
}

export interface ApplyResult {
  object: KubeObject;
  managed: unknown[];
  conflicts: ApplyConflict[];
}

function isMap(value: any): value is Record<string, any> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merge(live: any, applied: any, shape: Shape): any {
  if (isMap(live) && isMap(applied) && !shape.atomic) {
    const out = { ...live };
    for (const [name, value] of Object.entries(applied)) {
      out[name] =
        name in live ? merge(live[name], value, shape.field(name)) : value;
    }
    return out;
  }
  if (Array.isArray(live) && Array.isArray(applied)) {
    if (shape.isSet) {
      return [...live, ...applied.filter(item => !live.includes(item))];
    }
    if (shape.keys) {
      const wanted = new Map(applied.map(item => [shape.keyOf(item), item]));
      const out = live.map(item => {
        const key = shape.keyOf(item);
        const over = wanted.get(key);
        wanted.delete(key);
        return over === undefined ? item : merge(item, over, shape.item);
      });
      return [...out, ...wanted.values()];
    }
  }
  return applied;
}

/** Takes fields away; a keyed item goes when nothing but its keys is left. */
function remove(value: any, fields: FieldSet, shape: Shape): any {
  if (isMap(value)) {
    const out: any = {};
    for (const [name, child] of Object.entries(value)) {
      const gone = fields.children.get(`f:${name}`);
      if (!gone) {
        out[name] = child;
      } else if (gone.children.size > 0) {
        const left = remove(child, gone, shape.field(name));
        const empty = isMap(left)
          ? Object.keys(left).length === 0
          : Array.isArray(left) && left.length === 0;
        if (!empty) {
          out[name] = left;
        }
      }
    }
    return out;
  }
  if (Array.isArray(value) && (shape.isSet || shape.keys)) {
    return value.flatMap(item => {
      const gone = fields.children.get(shape.keyOf(item));
      if (!gone) {
        return [item];
      }
      if (shape.isSet) {
        return [];
      }
      const left = remove(item, gone, shape.item);
      const bare = Object.keys(left).every(name => shape.keys!.includes(name));
      return gone.owned && bare ? [] : [left];
    });
  }
  return value;
}

/** Fields of `set` whose value differs between the two objects. */
function differing(
  set: FieldSet,
  live: any,
  applied: any,
  shape: Shape,
): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [key, child] of set.children) {
    let sub: FieldSet = FieldSet.EMPTY;
    if (key.startsWith('f:')) {
      const name = key.slice(2);
      sub = differing(child, live?.[name], applied?.[name], shape.field(name));
    } else if (
      key.startsWith('k:') &&
      Array.isArray(live) &&
      Array.isArray(applied)
    ) {
      const pick = (list: any[]) =>
        list.find(item => shape.keyOf(item) === key);
      sub = differing(child, pick(live), pick(applied), shape.item);
    }
    if (!sub.isEmpty) {
      children.set(key, sub);
    }
  }
  const leaf = set.children.size === 0 && set.owned;
  return new FieldSet(leaf && !isDeepStrictEqual(live, applied), children);
}

/** Server-side apply: merges what a manager wants into the live object and moves the ownership. */
export function applyPatch(options: {
  live: KubeObject | undefined;
  applied: KubeObject;
  shape: Shape;
  manager: string;
  subresource?: string;
  force: boolean;
  time: string;
}): ApplyResult {
  const { live, applied, shape, manager, subresource, force, time } = options;
  const apiVersion = applied.apiVersion;
  const wanted = fieldsOf.applied(applied, shape);
  const owners = managedFields.read(live);
  const isMine = (owner: Ownership) =>
    owner.manager === manager &&
    owner.operation === 'Apply' &&
    owner.subresource === subresource;
  const mine = owners.find(isMine);
  const others = owners.filter(owner => !isMine(owner));

  const conflicts: ApplyConflict[] = [];
  const kept = others.map(owner => {
    const clash = differing(
      owner.fields.intersect(wanted),
      live,
      applied,
      shape,
    );
    for (const path of clash.paths()) {
      conflicts.push({
        manager: owner.manager,
        operation: owner.operation,
        apiVersion: owner.apiVersion,
        time: owner.time,
        path,
      });
    }
    return { ...owner, fields: owner.fields.minus(clash) };
  });
  if (conflicts.length > 0 && !force) {
    return { object: live!, managed: [], conflicts };
  }

  let merged = live ? merge(live, applied, shape) : applied;
  if (mine) {
    const elsewhere = kept.reduce(
      (sum, owner) => sum.union(owner.fields),
      FieldSet.EMPTY,
    );
    const orphaned = mine.fields.minus(wanted, true).minus(elsewhere, true);
    const { apiVersion: version, kind, metadata } = merged;
    merged = remove(merged, orphaned, shape);
    merged = { ...merged, apiVersion: version, kind };
    merged.metadata ??= metadata;
  }
  const unchanged =
    mine && isDeepStrictEqual(mine.fields.toV1(), wanted.toV1());
  return {
    object: merged,
    managed: managedFields.write([
      ...kept,
      {
        manager,
        operation: 'Apply',
        subresource,
        apiVersion,
        time: unchanged ? mine.time : time,
        fields: wanted,
      },
    ]),
    conflicts: [],
  };
}
