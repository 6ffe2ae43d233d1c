import {
  HEALTH_RANK,
  type Health,
  type ManagedObject,
  type TreeObject,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** A managed object, with its health where that is known already. */
export type Managed = ManagedObject &
  Partial<Omit<TreeObject, 'health'>> & {
    health?: Health;
  };

export interface TreeGroup {
  /** Distinguishes kinds of the same name in different API groups. */
  id: string;
  group: string;
  kind: string;
  objects: Managed[];
}

const rank = ({ health }: Managed) =>
  health === undefined ? HEALTH_RANK.healthy : HEALTH_RANK[health];

/**
 * The objects by kind, narrowed to what contains `text` in kind, namespace or name. Kinds with the worst objects come
 * first, then those with Flux objects, for they lead on; within a kind the worst come first.
 */
export function groupTree(
  objects: readonly Managed[],
  text: string = '',
): TreeGroup[] {
  const wanted = text.trim().toLowerCase();
  const groups = new Map<string, TreeGroup>();
  for (const object of objects) {
    const { group, kind, namespace, name } = object;
    const words = `${kind} ${namespace}/${name}`.toLowerCase();
    if (!words.includes(wanted)) continue;
    const id = `${group}/${kind}`;
    const known = groups.get(id);
    if (known) known.objects.push(object);
    else groups.set(id, { id, group, kind, objects: [object] });
  }
  const address = (o: Managed) => `${o.namespace}/${o.name}`;
  for (const group of groups.values()) {
    group.objects.sort(
      (a, b) => rank(a) - rank(b) || address(a).localeCompare(address(b)),
    );
  }
  const isFlux = (g: TreeGroup) => g.objects.some(o => o.resourceId);
  return [...groups.values()].sort(
    (a, b) =>
      rank(a.objects[0]) - rank(b.objects[0]) ||
      Number(isFlux(b)) - Number(isFlux(a)) ||
      a.kind.localeCompare(b.kind) ||
      a.group.localeCompare(b.group),
  );
}
