import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert } from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { clusterTitle } from '../clusterTitle';

/** Names the clusters whose rows are only the last known ones. */
export function UnreachableAlert(props: { clusters: Cluster[] }) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const lost = props.clusters.filter(
    c => c.connection.state === 'disconnected',
  );
  if (lost.length === 0) return null;
  return (
    <Alert
      status="warning"
      icon
      title={t('clusters.unreachable.title', {
        count: lost.length,
        names: lost.map(clusterTitle).join(', '),
      })}
      description={t('clusters.unreachable.description')}
    />
  );
}
