import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';

/** Where a cluster came from, in words. */
export function useSourceName(source: string): string {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  if (source === 'manual' || source === 'in-cluster' || source === 'azure-aks')
    return t(`clusters.source.${source}`);
  return t('clusters.source.other', { source });
}
