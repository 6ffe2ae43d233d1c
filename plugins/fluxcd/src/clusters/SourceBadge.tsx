import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Badge } from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RiCloudLine } from '@remixicon/react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';

/** The cloud that a cluster was imported from. */
export function SourceBadge(props: { cluster: Pick<Cluster, 'source'> }) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  if (props.cluster.source !== 'azure-aks') return null;
  return (
    <Badge icon={<RiCloudLine aria-hidden />}>
      {t('clusters.source.badge.azure')}
    </Badge>
  );
}
