import { KubeObject } from '../../store/ObjectStore';
import { objectRef } from '../runtime/objectRef';

interface InventoryEntry {
  id: string;
  v: string;
}

/** The form of `status.inventory.entries`: `<namespace>_<name>_<group>_<kind>` and the version. */
export const inventoryId = {
  of(object: KubeObject): InventoryEntry {
    const { namespace = '', name } = object.metadata;
    // RBAC names may hold colons, which the id escapes.
    const escaped = name.replace(/:/g, '__');
    return {
      id: `${namespace}_${escaped}_${objectRef.group(object)}_${object.kind}`,
      v: objectRef.version(object),
    };
  },

  parse(id: string): {
    namespace: string | undefined;
    name: string;
    group: string;
    kind: string;
  } {
    const first = id.indexOf('_');
    const last = id.lastIndexOf('_');
    const group = id.lastIndexOf('_', last - 1);
    return {
      namespace: id.slice(0, first) || undefined,
      name: id.slice(first + 1, group).replace(/__/g, ':'),
      group: id.slice(group + 1, last),
      kind: id.slice(last + 1),
    };
  },
};
