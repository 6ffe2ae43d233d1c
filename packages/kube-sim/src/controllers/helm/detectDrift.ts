import { KubeObject } from '../../store/ObjectStore';
import { objectRef } from '../runtime/objectRef';

/** Number of declared fields whose live value differs. */
function differences(declared: any, live: any): number {
  if (Array.isArray(declared)) {
    if (!Array.isArray(live)) return 1;
    return declared.reduce((sum, item, index) => {
      const other =
        item?.name !== undefined
          ? live.find((candidate: any) => candidate?.name === item.name)
          : live[index];
      return sum + differences(item, other);
    }, 0);
  }
  if (typeof declared === 'object' && declared !== null) {
    return Object.entries(declared).reduce(
      (sum, [key, value]) => sum + differences(value, live?.[key]),
      0,
    );
  }
  return declared === live ? 0 : 1;
}

/** What differs between the objects of a release and the cluster, a line per object as helm-controller writes it. */
export function detectDrift(
  objects: KubeObject[],
  find: (object: KubeObject) => KubeObject | undefined,
): string[] {
  return objects.flatMap(object => {
    const name = objectRef.describe(object);
    const live = find(object);
    if (!live) return `${name} removed`;
    const { metadata, ...rest } = object;
    const changes =
      differences(rest, live) +
      differences(
        {
          labels: metadata.labels ?? {},
          annotations: metadata.annotations ?? {},
        },
        live.metadata,
      );
    return changes
      ? `${name} changed (0 additions, ${changes} changes, 0 removals)`
      : [];
  });
}
