import { asInteger } from './asInteger';
import { asList } from './asList';

/**
 * Release snapshots of a HelmRelease, highest version first. helm-controller keeps the previous
 * success near the front, so the order in the object is not the order of releases (recording
 * flux/helmrelease-life: versions 7, 2, 6, 5).
 */
export function sortSnapshots(
  status: Record<string, unknown>,
): Record<string, unknown>[] {
  return asList(status.history)
    .filter(s => asInteger(s.version) !== undefined)
    .sort((a, b) => (b.version as number) - (a.version as number));
}
