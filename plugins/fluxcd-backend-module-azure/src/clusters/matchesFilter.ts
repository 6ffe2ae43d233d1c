import type { AzureFilter } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { AksRow } from './AksRow';
import { matchesPattern } from './matchesPattern';

/**
 * Whether the cluster matches every field that the filter gives, by any of its values. A filter that gives nothing
 * answers undefined: what that means differs between taking in and leaving out.
 */
export function matchesFilter(
  filter: AzureFilter | undefined,
  row: Pick<AksRow, 'name' | 'resourceGroup' | 'tags'>,
): boolean | undefined {
  const answers: boolean[] = [];
  if (filter?.names?.length) {
    answers.push(filter.names.some(p => matchesPattern(p, row.name)));
  }
  if (filter?.resourceGroups?.length) {
    answers.push(
      filter.resourceGroups.some(p => matchesPattern(p, row.resourceGroup)),
    );
  }
  const wanted = Object.entries(filter?.tags ?? {});
  if (wanted.length) {
    const tags = Object.entries(row.tags);
    answers.push(
      wanted.some(([key, pattern]) =>
        tags.some(
          ([tag, value]) =>
            // Azure does not tell the names of tags apart by case.
            tag.toLowerCase() === key.toLowerCase() &&
            matchesPattern(pattern, value),
        ),
      ),
    );
  }
  return answers.length ? answers.every(Boolean) : undefined;
}
