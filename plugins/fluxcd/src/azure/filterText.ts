import type { AzureFilter } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FluxcdTranslate } from '../resources/FluxcdTranslate';

/** A filter in one line. */
export function filterText(filter: AzureFilter, t: FluxcdTranslate): string {
  const { names, resourceGroups, tags } = filter;
  const parts = [
    names?.length ? [t('azure.fact.names'), names] : undefined,
    resourceGroups?.length
      ? [t('azure.fact.resourceGroups'), resourceGroups]
      : undefined,
    tags && Object.keys(tags).length
      ? [
          t('azure.fact.tags'),
          Object.entries(tags).map(([key, value]) => `${key}=${value}`),
        ]
      : undefined,
  ].filter(part => part !== undefined) as Array<[string, string[]]>;
  return parts
    .map(([label, values]) => `${label} ${values.join(', ')}`)
    .join('; ');
}
