import { builtinDefaults } from './builtinDefaults';
import type { Kind } from './Kind';
import type { KubeObject } from './ObjectStore';
import { schemaDefaults } from './schemaDefaults';

/** Writes into an object what the API server would fill in. */
export function fillDefaults(kind: Kind, object: KubeObject): void {
  if (kind.custom) {
    schemaDefaults(object, kind.versions[0].schema);
  } else {
    builtinDefaults(kind.group, object);
  }
}
