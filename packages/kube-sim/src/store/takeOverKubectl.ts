import { FieldSet } from './FieldSet';
import { managedFields } from './managedFields';
import type { KubeObject } from './ObjectStore';

/**
 * What kustomize-controller does before it applies: fields that kubectl set become its own, so that
 * those which are not in the source disappear. Other managers keep their fields
 * (recordings/flux/kustomization-drift-prune.json).
 */
export function takeOverKubectl(live: KubeObject, manager: string): KubeObject {
  const owners = managedFields.read(live);
  const isTaken = (owner: (typeof owners)[number]) =>
    !owner.subresource &&
    (owner.manager.startsWith('kubectl') ||
      owner.manager === 'before-first-apply');
  const taken = owners.filter(isTaken);
  if (taken.length === 0) {
    return live;
  }
  const fields = taken.reduce(
    (sum, owner) => sum.union(owner.fields),
    FieldSet.EMPTY,
  );
  const kept = managedFields.grant(
    owners.filter(owner => !isTaken(owner)),
    { manager, operation: 'Apply', apiVersion: live.apiVersion },
    fields,
    taken[0].time,
  );
  return {
    ...live,
    metadata: { ...live.metadata, managedFields: managedFields.write(kept) },
  };
}
