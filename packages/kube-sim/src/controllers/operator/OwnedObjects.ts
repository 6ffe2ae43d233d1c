import { KubeObject } from '../../store/ObjectStore';
import { ManifestApplier } from '../kustomize/ManifestApplier';
import { inventoryId } from '../kustomize/inventoryId';
import { objectRef } from '../runtime/objectRef';
import { ControllerContext } from '../runtime/ControllerContext';

type Entry = { id: string; v: string };

/** Objects that flux-operator keeps for one of its own: applied together, pruned by the inventory of the last time. */
export class OwnedObjects {
  readonly #applier: ManifestApplier;

  constructor(options: { context: ControllerContext }) {
    this.#applier = new ManifestApplier({
      context: options.context,
      manager: 'flux-operator',
    });
  }

  /** Gives the new inventory and what was created or changed. */
  apply(
    objects: KubeObject[],
    inventory: Entry[] = [],
  ): { entries: Entry[]; changes: string[] } {
    this.#applier.check(objects);
    const changes: string[] = [];
    for (const object of this.#applier.sort(objects)) {
      const change = this.#applier.apply(object);
      if (change.action === 'created' || change.action === 'configured') {
        changes.push(`${objectRef.describe(change.object)} ${change.action}`);
      }
    }
    const entries = objects
      .map(object => inventoryId.of(object))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const kept = new Set(entries.map(({ id }) => id));
    this.remove(inventory.filter(({ id }) => !kept.has(id)));
    return { entries, changes };
  }

  remove(entries: Entry[]): void {
    for (const { id } of entries) this.#applier.remove(inventoryId.parse(id));
  }
}
