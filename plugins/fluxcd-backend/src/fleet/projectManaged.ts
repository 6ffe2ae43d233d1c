import {
  type FluxObject,
  parseInventory,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { cleanText } from '../database/cleanText';
import { toManagedText } from '../managed/toManagedText';

/** What an object applied, as its inventory says, storable: a text of `toManagedText`. */
export function projectManaged(object: FluxObject): string {
  return toManagedText(
    parseInventory(object).map(entry => ({
      api_group: cleanText(entry.group, 253) ?? '',
      kind: cleanText(entry.kind, 63) ?? '',
      namespace: cleanText(entry.namespace, 63) ?? '',
      name: cleanText(entry.name, 253) ?? '',
    })),
  );
}
