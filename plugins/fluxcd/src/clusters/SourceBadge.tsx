import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Badge } from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RiCloudLine } from '@remixicon/react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';

/** Whether a cluster was imported from a cloud that has a badge. */
export function hasSourceBadge(cluster: Pick<Cluster, 'source'>): boolean {
  return cluster.source === 'azure-aks';
}

/** The cloud that a cluster was imported from. */
export function SourceBadge(props: { cluster: Pick<Cluster, 'source'> }) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  if (!hasSourceBadge(props.cluster)) return null;
  return (
    <Badge icon={<RiCloudLine aria-hidden />}>
      {t('clusters.source.badge.azure')}
    </Badge>
  );
}
