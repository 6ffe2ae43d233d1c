import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Badge, Text } from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  ConnectionStatus,
  RelativeTime,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import type { ReactNode } from 'react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { ClusterAlerts } from '../ClusterAlerts';
import { clusterTitle } from '../clusterTitle';
import { MissingMark } from '../MissingMark';
import { SourceBadge } from '../SourceBadge';
import { useSourceName } from '../useSourceName';
import styles from './ClusterPage.module.css';

/** What the cluster is called, how the link to it stands, and why it is not better. */
export function ClusterHeader(props: { cluster: Cluster; actions: ReactNode }) {
  const { cluster, actions } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const title = clusterTitle(cluster);
  const source = useSourceName(cluster.source);
  const { connection, sync } = cluster;
  const versions = [
    cluster.kubernetesVersion &&
      `${t('clusters.versions.kubernetes')} ${cluster.kubernetesVersion}`,
    cluster.fluxVersion &&
      `${t('clusters.versions.flux')} ${cluster.fluxVersion}`,
  ];
  return (
    <>
      <div className={styles.header}>
        <div>
          <div className={styles.title}>
            <Text as="h2" variant="title-x-small" weight="bold">
              {title}
            </Text>
            {cluster.environment && <Badge>{cluster.environment}</Badge>}
            <SourceBadge cluster={cluster} />
            <ConnectionStatus connection={connection} compact />
            <MissingMark cluster={cluster} />
          </div>
          <Text as="p" color="secondary" variant="body-small">
            {[title === cluster.name ? undefined : cluster.name, source]
              .concat(versions)
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </div>
        <div className={styles.actions}>{actions}</div>
      </div>
      {cluster.description && <Text as="p">{cluster.description}</Text>}
      {!sync.auto && (
        <Alert
          status="info"
          icon
          title={t('clusters.sync.pausedTitle')}
          description={
            sync.dataAsOf ? (
              <>
                {t('clusters.sync.dataAsOf')}{' '}
                <RelativeTime value={sync.dataAsOf} />.
              </>
            ) : (
              t('clusters.sync.neverRead')
            )
          }
        />
      )}
      <ClusterAlerts cluster={cluster} />
    </>
  );
}
