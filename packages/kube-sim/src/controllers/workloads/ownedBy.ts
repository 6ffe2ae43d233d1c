import { KubeObject } from '../../store/ObjectStore';
import { ControllerContext } from '../runtime/ControllerContext';

/** The objects of a kind that an object owns, in its namespace. */
export function ownedBy(
  context: ControllerContext,
  owner: KubeObject,
  group: string,
  kind: string,
): KubeObject[] {
  return context.store
    .list(group, kind, owner.metadata.namespace)
    .filter(object =>
      object.metadata.ownerReferences?.some(
        reference => reference.uid === owner.metadata.uid,
      ),
    );
}
