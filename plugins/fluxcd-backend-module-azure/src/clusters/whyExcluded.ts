import type { AzureFilter } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { AksRow } from './AksRow';
import { matchesFilter } from './matchesFilter';

/** Why the filters of a connection leave the cluster out, as a sentence; undefined when they do not. */
export function whyExcluded(
  filters: { include?: AzureFilter; exclude?: AzureFilter },
  row: Pick<AksRow, 'name' | 'resourceGroup' | 'tags'>,
): string | undefined {
  if (matchesFilter(filters.exclude, row) === true) {
    return 'The connection excludes it by its filter.';
  }
  if (matchesFilter(filters.include, row) === false) {
    return 'It does not match what the connection includes.';
  }
  return undefined;
}
