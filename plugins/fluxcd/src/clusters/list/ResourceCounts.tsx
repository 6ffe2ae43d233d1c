import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Link, Text } from '@backstage/ui';
import {
  resourceStatusSchema,
  type Cluster,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { ResourceStatusBadge } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { clusterTitle } from '../clusterTitle';
import { useResourcesLink } from '../useResourcesLink';
import styles from './ClusterList.module.css';

/** How many resources a cluster has, by status; each number leads to exactly those. */
export function ResourceCounts(props: { cluster: Cluster }) {
  const { id, resourceCounts } = props.cluster;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const link = useResourcesLink();
  const { total, byStatus } = resourceCounts;
  if (total === 0)
    return <Text color="secondary">{t('clusters.counts.none')}</Text>;
  return (
    <ul
      className={styles.counts}
      aria-label={t('clusters.counts.label', {
        name: clusterTitle(props.cluster),
      })}
    >
      <li>
        <Link href={link({ cluster: id })}>
          {t('clusters.counts.total', { count: total })}
        </Link>
      </li>
      {resourceStatusSchema.options
        .filter(status => byStatus[status])
        .map(status => (
          <li key={status}>
            <Link href={link({ cluster: id, status })} standalone>
              <ResourceStatusBadge
                status={status}
                label={t(`clusters.counts.${status}`, {
                  number: String(byStatus[status]),
                })}
              />
            </Link>
          </li>
        ))}
    </ul>
  );
}
