import type { Kind } from '../store/Kind';
import type { KubeObject } from '../store/ObjectStore';

/** The text of an object after apiVersion and kind; objects are never changed once they are stored. */
const cache = new WeakMap<KubeObject, string>();

function rest(object: KubeObject): string {
  let text = cache.get(object);
  if (text === undefined) {
    const { apiVersion: _version, kind: _kind, ...others } = object;
    text = JSON.stringify(others).slice(1);
    cache.set(object, text);
  }
  return text;
}

function apiVersionOf(kind: Kind, version: string): string {
  return kind.group ? `${kind.group}/${version}` : version;
}

/** JSON text of objects, made once per object however many clients get it. */
export const serialize = {
  apiVersionOf,

  object(object: KubeObject, kind: Kind, version: string): string {
    const apiVersion = apiVersionOf(kind, version);
    return kind.custom
      ? `{"apiVersion":"${apiVersion}","kind":"${kind.kind}",${rest(object)}`
      : `{"kind":"${kind.kind}","apiVersion":"${apiVersion}",${rest(object)}`;
  },

  /** Items of built-in lists come without kind and apiVersion. */
  item(object: KubeObject, kind: Kind, version: string): string {
    return kind.custom
      ? serialize.object(object, kind, version)
      : `{${rest(object)}`;
  },
};
