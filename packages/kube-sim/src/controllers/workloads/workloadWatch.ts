import { KubeObject, StoreEvent } from '../../store/ObjectStore';

const isReady = (object: KubeObject | undefined) =>
  object?.status?.conditions?.find((item: any) => item.type === 'Ready')
    ?.status;

/** Asks the owner of a changed object for a pass: when it appears, ends, or turns ready. */
export function workloadWatch(ownerKind: string) {
  return ({ type, object, previous }: StoreEvent) => {
    const quiet =
      type === 'MODIFIED' &&
      isReady(object) === isReady(previous) &&
      object.status?.readyReplicas === previous?.status?.readyReplicas &&
      object.status?.replicas === previous?.status?.replicas &&
      object.status?.phase === previous?.status?.phase;
    if (quiet) return [];
    return (object.metadata.ownerReferences ?? [])
      .filter(owner => owner.kind === ownerKind)
      .map(owner => ({
        namespace: object.metadata.namespace,
        name: owner.name,
      }));
  };
}
