import type { ManagedRow } from '../database/ManagedRow';

/** The objects in a text of `toManagedText`. */
export function parseManagedText(text: string): ManagedRow[] {
  if (!text) return [];
  return text.split('%').map(line => {
    const [namespace, name, api_group, kind] = line.split('/');
    return { namespace, name, api_group, kind };
  });
}
