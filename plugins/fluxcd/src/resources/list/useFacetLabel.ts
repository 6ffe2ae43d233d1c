import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  resourceStatusSchema,
  type ResourceList,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdReactTranslationRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useCallback } from 'react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { visibleText } from '../visibleText';
import type { FacetName } from './ResourceListState';

/** How a value of a facet is called on screen: statuses are translated, clusters go by their name. */
export function useFacetLabel(list: ResourceList | undefined) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { t: shared } = useTranslationRef(fluxcdReactTranslationRef);
  return useCallback(
    (facet: FacetName, value: string): string => {
      if (facet === 'status') {
        const status = resourceStatusSchema.safeParse(value);
        return status.success ? shared(`status.${status.data}`) : value;
      }
      if (facet === 'cluster') {
        const known = list?.freshness.find(f => f.clusterId === value);
        if (known) return visibleText(known.clusterName);
      }
      const label = list?.facets[facet].find(v => v.value === value)?.label;
      // Cluster-scoped resources have no namespace.
      return visibleText(label ?? value) || t('resources.detail.none');
    },
    [list, shared, t],
  );
}
