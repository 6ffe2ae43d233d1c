import type { ManagedObject } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

export interface InventoryGroup {
  /** Distinguishes kinds of the same name in different API groups. */
  id: string;
  group: string;
  kind: string;
  objects: ManagedObject[];
}

/**
 * The inventory by kind, narrowed to what contains `text` in kind, namespace or name. Kinds with Flux
 * objects come first, for they lead on; the rest, and the objects of a kind, are in alphabetical order.
 */
export function groupInventory(
  inventory: ManagedObject[],
  text: string = '',
): InventoryGroup[] {
  const wanted = text.trim().toLowerCase();
  const groups = new Map<string, InventoryGroup>();
  for (const object of inventory) {
    const { group, kind, namespace, name } = object;
    const words = `${kind} ${namespace}/${name}`.toLowerCase();
    if (!words.includes(wanted)) continue;
    const id = `${group}/${kind}`;
    const known = groups.get(id);
    if (known) known.objects.push(object);
    else groups.set(id, { id, group, kind, objects: [object] });
  }
  const isFlux = (g: InventoryGroup) => g.objects.some(o => o.resourceId);
  const address = (o: ManagedObject) => `${o.namespace}/${o.name}`;
  for (const { objects } of groups.values()) {
    objects.sort((a, b) => address(a).localeCompare(address(b)));
  }
  return [...groups.values()].sort(
    (a, b) =>
      Number(isFlux(b)) - Number(isFlux(a)) ||
      a.kind.localeCompare(b.kind) ||
      a.group.localeCompare(b.group),
  );
}
