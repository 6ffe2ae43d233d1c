import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';

/** How often a cluster is listed in full, in words. */
export function useResyncText(minutes: number): string {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  if (minutes === 0) return t('clusters.sync.never');
  return minutes % 60 === 0
    ? t('clusters.sync.everyHours', { count: minutes / 60 })
    : t('clusters.sync.everyMinutes', { count: minutes });
}
