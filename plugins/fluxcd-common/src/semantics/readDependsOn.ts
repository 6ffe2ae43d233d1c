import type { ObjectReference } from '../schemas';
import { asList } from './asList';
import type { FluxObject } from './FluxObject';
import { readObject } from './readObject';
import { toReference } from './toReference';

/**
 * What the object waits for (`spec.dependsOn`): objects of its own kind, in its own namespace unless
 * said otherwise; a ResourceSet may name any kind. Source: flux-semantics §5.8.
 * @public
 */
export function readDependsOn(object: FluxObject): ObjectReference[] {
  const { group, kind, namespace, spec } = readObject(object);
  return asList(spec.dependsOn).flatMap(entry => {
    const { name, namespace: ns } = entry;
    const reference = toReference(
      // Only a ResourceSet's entries may carry a kind of their own.
      kind === 'ResourceSet' ? entry : { name, namespace: ns },
      { group, kind, namespace },
    );
    return reference ? [reference] : [];
  });
}
