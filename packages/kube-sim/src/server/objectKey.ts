import { KindStore } from '../store/KindStore';
import type { Context } from './Context';
import type { Target } from './Target';

/** The store key of the object that a path names; the path of a namespace counts as inside itself. */
export function objectKey(context: Context, target: Target): string {
  const { namespace, name } = context.info;
  return KindStore.key(target.kind.namespaced ? namespace : '', name);
}
